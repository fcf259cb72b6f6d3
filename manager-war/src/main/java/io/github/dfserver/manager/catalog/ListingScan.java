package io.github.dfserver.manager.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Answers a {@link ListingQuery} from cursors, the same way for every adapter. A folder's content
 * is skipped by seeking past it. For one thread and one use.
 */
public final class ListingScan {
  /** So many names of a folder are passed one by one before it is worth a seek. */
  private static final int STEPS_BEFORE_SEEK = 16;

  private final ListingQuery query;
  private final String wanted;
  private final NameCursor.Source source;
  private final List<FileRecord> files = new ArrayList<>();
  private final List<String> folders = new ArrayList<>();
  private String last = "";

  /** Answers {@code query} from {@code source}. */
  public ListingScan(ListingQuery query, NameCursor.Source source) {
    this.query = query;
    this.source = source;
    wanted = CaseFolding.fold(query.contains());
  }

  /** Where the first cursor begins: at the prefix, or past what was given already. */
  private byte[] start() {
    byte[] atPrefix = NameKey.of(query.prefix());
    String after = query.after();
    if (after.isEmpty()) {
      return atPrefix;
    }
    String folder = folderOf(after);
    byte[] start =
        folder.isEmpty() ? NameKey.next(NameKey.of(after)) : NameKey.pastAll(NameKey.of(folder));
    return Arrays.compareUnsigned(start, atPrefix) < 0 ? atPrefix : start;
  }

  /** Reads the page. */
  public Listing run() {
    NameCursor cursor = source.open(start());
    try {
      boolean more = cursor.advance();
      while (more && cursor.name().startsWith(query.prefix())) {
        String name = cursor.name();
        if (!matches(name)) {
          more = cursor.advance();
          continue;
        }
        if (files.size() + folders.size() == query.limit()) {
          return new Listing(files, folders, Optional.of(last));
        }
        String folder = folderOf(name);
        if (folder.isEmpty()) {
          files.add(cursor.record());
          last = name;
          more = cursor.advance();
          continue;
        }
        folders.add(folder);
        last = folder;
        more = cursor.advance();
        for (int i = 0; more && cursor.name().startsWith(folder); i++) {
          if (i == STEPS_BEFORE_SEEK) {
            cursor.close();
            cursor = source.open(NameKey.pastAll(NameKey.of(folder)));
          }
          more = cursor.advance();
        }
      }
      return new Listing(files, folders, Optional.empty());
    } finally {
      cursor.close();
    }
  }

  private boolean matches(String name) {
    return wanted.isEmpty() || CaseFolding.fold(name).contains(wanted);
  }

  /** The folder that the query rolls {@code name} up into, or the empty string. */
  private String folderOf(String name) {
    String delimiter = query.delimiter();
    if (delimiter.isEmpty() || !name.startsWith(query.prefix())) {
      return "";
    }
    int at = name.indexOf(delimiter, query.prefix().length());
    return at < 0 ? "" : name.substring(0, at + delimiter.length());
  }
}
