package io.github.dfserver.node;

/** What a stored file survives once that has been answered. */
enum Durability {
  /** The loss of power: everything is forced to disk before the answer. */
  FSYNC,
  /** The end of the process, however sudden, but not the loss of power. */
  NONE
}
