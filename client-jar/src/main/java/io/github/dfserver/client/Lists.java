package io.github.dfserver.client;

import io.github.dfserver.client.Pages.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Lists of files. */
final class Lists {
  /** The order in which a manager lists: that of UTF-8 bytes. */
  private static final Comparator<Entry> ORDER =
      Comparator.comparing(
          entry -> entry.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private final Managers managers;

  Lists(Managers managers) {
    this.managers = managers;
  }

  /** Files of a path that gives them in pages; {@code path} has a query already. */
  Stream<StoredFile> files(String path, String after) {
    return pages(path, after, Lists::files);
  }

  /** Files and folders, merged. */
  Stream<Entry> entries(String path, String after) {
    return pages(
        path,
        after,
        page -> {
          List<Entry> entries = new ArrayList<>(files(page));
          page.texts("folders").forEach(folder -> entries.add(new Folder(folder)));
          entries.sort(ORDER);
          return entries;
        });
  }

  private <T> Stream<T> pages(String path, String after, Function<JsonObject, List<T>> items) {
    return Pages.stream(
        after,
        from -> {
          String query = from.isEmpty() ? path : path + "&after=" + Percent.value(from);
          JsonObject page =
              managers.ask(Request.of("GET", query), Managers.Repeat.ALWAYS, Managers::json);
          return new Page<>(items.apply(page), page.text("next"));
        });
  }

  private static List<StoredFile> files(JsonObject page) {
    return page.objects("files").stream().map(StoredFile::of).toList();
  }
}
