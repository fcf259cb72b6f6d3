package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.server.Server;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Something that is asked for files: a server and a path on it.
 *
 * @param name what the report calls it
 * @param server where it runs
 * @param root the path; where it ends with a slash, files are kept below it, else nothing is kept
 * @param next the number of the next file that is uploaded to it, so that no name is used twice
 */
record Subject(String name, Server server, String root, AtomicLong next) {
  static Subject of(String name, Server server, String root) {
    return new Subject(name, server, root, new AtomicLong());
  }

  /** Whether it keeps what is uploaded. */
  boolean keeps() {
    return root.endsWith("/");
  }

  /** The path of the files that downloads choose from. */
  String downloads() {
    return keeps() ? root + "set/" : root;
  }

  /** The path below which uploads go. */
  String uploads() {
    return keeps() ? root + "up/" : root;
  }
}
