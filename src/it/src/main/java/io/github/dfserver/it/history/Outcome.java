package io.github.dfserver.it.history;

/** What the answer to an operation says of the file of that name. */
public enum Outcome {
  /** The file was created with the operation's value. */
  CREATED,

  /** The file was deleted. */
  DELETED,

  /** There was a file, with the operation's value. */
  FOUND,

  /** There was a file; the answer does not say which. */
  PRESENT,

  /** There was no file. */
  ABSENT,

  /** The operation changed nothing and never will, and tells nothing either. */
  NOTHING,

  /** The operation may have been done, and may still be done at any time. */
  UNKNOWN
}
