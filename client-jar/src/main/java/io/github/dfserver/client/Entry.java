package io.github.dfserver.client;

/** What one level of names consists of, as in a directory: files and folders. */
public sealed interface Entry permits StoredFile, Folder {
  /** The whole name; a folder's ends with {@code /}. */
  String name();
}
