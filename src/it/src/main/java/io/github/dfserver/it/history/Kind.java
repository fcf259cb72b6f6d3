package io.github.dfserver.it.history;

/** What a client asked for. */
public enum Kind {
  /** An upload, by PUT or by a form. */
  CREATE,

  /** A download of all bytes. */
  READ,

  /** A download of some bytes. */
  RANGE,

  /** The headers, or a conditional download that sends no bytes. */
  HEAD,

  /** A delete. */
  DELETE,

  /** One name of a listing, or its absence from it. */
  LIST
}
