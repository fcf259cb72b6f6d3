package io.github.dfserver.manager.catalog;

import java.util.Objects;

/**
 * Asks for one page of names, in the order of their UTF-8 bytes.
 *
 * @param prefix what each name begins with; empty for all
 * @param contains what each name contains, case ignored; empty for all
 * @param delimiter ends a level, such as {@code /}: of the names that have it after the prefix, the
 *     part up to and including it is given once, as a folder; empty for no levels
 * @param after names and folders up to and including this one are left out; empty to begin. Where
 *     it lies in a folder, that folder counts as given.
 * @param limit most files and folders together, at least 1
 */
public record ListingQuery(
    String prefix, String contains, String delimiter, String after, int limit) {

  /** Refuses nulls and a limit below 1. */
  public ListingQuery {
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(contains, "contains");
    Objects.requireNonNull(delimiter, "delimiter");
    Objects.requireNonNull(after, "after");
    if (limit < 1) {
      throw new IllegalArgumentException("limit is below 1: " + limit);
    }
  }

  /** The first page of everything. */
  public static ListingQuery all(int limit) {
    return new ListingQuery("", "", "", "", limit);
  }

  /** The same question, continued after {@code name}. */
  public ListingQuery after(String name) {
    return new ListingQuery(prefix, contains, delimiter, name, limit);
  }
}
