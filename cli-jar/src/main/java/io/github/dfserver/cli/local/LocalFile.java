package io.github.dfserver.cli.local;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A local file, as it was when it was looked at.
 *
 * @param name relative to where the walk began, with {@code /} between its parts
 * @param path where it is
 * @param size in bytes
 * @param modified when it was changed last
 */
public record LocalFile(String name, Path path, long size, FileTime modified) {
  static LocalFile of(String name, Path path, BasicFileAttributes attributes) {
    return new LocalFile(name, path, attributes.size(), attributes.lastModifiedTime());
  }
}
