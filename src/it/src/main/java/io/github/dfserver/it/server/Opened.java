package io.github.dfserver.it.server;

import java.util.List;
import java.util.stream.Stream;

/** The packages of the JDK that a server wants to see the inside of. */
final class Opened {
  private Opened() {}

  /** Options of the JVM; each package as {@code module/package}. */
  static List<String> options(List<String> opened, List<String> exported) {
    return Stream.concat(
            opened.stream().map(name -> "--add-opens=" + name + "=ALL-UNNAMED"),
            exported.stream().map(name -> "--add-exports=" + name + "=ALL-UNNAMED"))
        .toList();
  }
}
