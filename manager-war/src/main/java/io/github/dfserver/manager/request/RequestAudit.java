package io.github.dfserver.manager.request;

/** Is told of every request that is over. Thread-safe. */
public interface RequestAudit {
  /** Called once for each request, on any thread; must not block or throw. */
  void ended(EndedRequest request);
}
