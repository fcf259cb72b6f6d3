package io.github.dfserver.it.process;

import java.io.IOException;
import java.io.InputStream;

/**
 * A Java agent that ends its process in order when the process that started it is gone, even when
 * that one was killed: the parent holds the other end of standard input.
 */
public final class ParentWatch {
  private ParentWatch() {}

  /** Called by the JVM before {@code main}. */
  public static void premain(String arguments) {
    Thread watch = new Thread(ParentWatch::exitWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void exitWithParent() {
    InputStream parent = System.in;
    try {
      while (parent.read() >= 0) {
        // Nothing is ever written; only the end counts.
      }
    } catch (IOException e) {
      System.err.println("The pipe from the parent process broke: " + e);
    }
    System.exit(143);
  }
}
