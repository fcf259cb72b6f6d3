package io.github.dfserver.node;

/** Whether commands that belong to a trace leave spans in it. */
enum Tracing {
  ON,
  OFF
}
