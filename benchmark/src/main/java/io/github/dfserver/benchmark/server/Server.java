package io.github.dfserver.benchmark.server;

import java.util.List;
import java.util.Map;

/** Running processes that answer HTTP on one port of the loopback address. */
public interface Server extends AutoCloseable {
  /** The port. */
  int port();

  /** The ids of its processes by what they do, such as {@code manager} and {@code nodes}. */
  Map<String, List<Long>> processes();

  /** Stops them; kills what does not stop. */
  @Override
  void close();
}
