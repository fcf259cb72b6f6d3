package io.github.dfserver.benchmark;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A part of the benchmark that can be run by itself. */
enum Part {
  /** Downloads of 4 KiB. */
  SMALL_DOWNLOAD,
  /** Uploads of 4 KiB. */
  SMALL_UPLOAD,
  /** Uploads of one large file, and downloads of it. */
  LARGE,
  /** A fourth node joins three that hold many files, while clients read. */
  JOIN,
  /** One node with very many files: memory, start, reconciliation. */
  RECORDS,
  /** How long each server takes to its first answer, and its memory at rest. */
  START,
  /** The codec of the node channel and the journal by themselves. */
  MICRO;

  /** The name that the user gives, such as {@code small-download}. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The part of this name; {@code large-upload} and {@code large-download} are one part.
   *
   * @throws IllegalArgumentException with a sentence when there is none
   */
  static Part of(String title) {
    if (title.startsWith("large-")) {
      return LARGE;
    }
    return Arrays.stream(values())
        .filter(part -> part.title().equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "benchmark.only is '"
                        + title
                        + "'; the parts are "
                        + Arrays.stream(values()).map(Part::title).collect(Collectors.joining(", "))
                        + "."));
  }
}
