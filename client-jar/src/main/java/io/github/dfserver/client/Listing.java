package io.github.dfserver.client;

/**
 * Which names are listed. Names come in the order of their UTF-8 bytes.
 *
 * @param prefix what they begin with; empty for all
 * @param containing what they contain anywhere, whatever its case; empty for anything
 * @param after only names that come after this one; empty for all
 * @param pageSize how many are asked for at a time, 1 to 1000
 */
public record Listing(String prefix, String containing, String after, int pageSize) {
  private static final int PAGE = 500;
  private static final int LARGEST_PAGE = 1000;

  /** Checks the page's size. */
  public Listing {
    if (pageSize < 1 || pageSize > LARGEST_PAGE) {
      throw new IllegalArgumentException("A page has 1 to 1000 names, not " + pageSize + ".");
    }
  }

  /** All names. */
  public static Listing all() {
    return new Listing("", "", "", PAGE);
  }

  /** Names that begin with this. */
  public static Listing under(String prefix) {
    return all().withPrefix(prefix);
  }

  /** The same for names that begin with this. */
  public Listing withPrefix(String text) {
    return new Listing(text, containing, after, pageSize);
  }

  /** The same for names that contain this, whatever its case. */
  public Listing withContaining(String text) {
    return new Listing(prefix, text, after, pageSize);
  }

  /** The same for names that come after this one. */
  public Listing withAfter(String name) {
    return new Listing(prefix, containing, name, pageSize);
  }

  /** The same with so many names at a time, 1 to 1000. */
  public Listing withPageSize(int names) {
    return new Listing(prefix, containing, after, names);
  }

  /** The query of a page, without what it comes after. */
  String query() {
    StringBuilder query = new StringBuilder("?limit=").append(pageSize);
    if (!prefix.isEmpty()) {
      query.append("&prefix=").append(Percent.value(prefix));
    }
    if (!containing.isEmpty()) {
      query.append("&contains=").append(Percent.value(containing));
    }
    return query.toString();
  }
}
