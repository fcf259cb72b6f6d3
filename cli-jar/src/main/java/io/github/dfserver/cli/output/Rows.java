package io.github.dfserver.cli.output;

import io.github.dfserver.client.StoredFile;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Files, one a line. */
public final class Rows {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());
  private static final int LISTENED_EVERY = 1000;

  private final Output output;
  private final boolean detailed;
  private final boolean human;
  private int count;

  /**
   * On an output.
   *
   * @param detailed with size, date and node
   * @param human with sizes for people
   */
  public Rows(Output output, boolean detailed, boolean human) {
    this.output = output;
    this.detailed = detailed;
    this.human = human;
  }

  /** Whether somebody reads on. */
  public boolean read() {
    return count++ % LISTENED_EVERY != 0 || !output.deaf();
  }

  /** A file. */
  public void file(StoredFile file, Json json) {
    String size = human ? Sizes.text(file.size()) : Long.toString(file.size());
    String date = file.createdAt() == null ? "-" : DATE.format(file.createdAt());
    output.row(
        json,
        detailed
            ? String.format("%14s  %-19s  %-8s  %s", size, date, file.node(), file.name())
            : file.name());
  }

  /** A folder. */
  public void folder(String name, Json json) {
    output.row(json, detailed ? String.format("%14s  %-19s  %-8s  %s", "", "", "", name) : name);
  }
}
