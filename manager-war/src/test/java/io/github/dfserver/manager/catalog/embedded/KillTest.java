package io.github.dfserver.manager.catalog.embedded;

import static io.github.dfserver.manager.catalog.Records.NOW;
import static io.github.dfserver.manager.catalog.Records.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Listing;
import io.github.dfserver.manager.catalog.ListingQuery;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.catalog.RecordPage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged survives the kill of the process in the middle of writing. */
final class KillTest {
  @TempDir private Path directory;
  private final Map<String, String> acknowledged = new TreeMap<>();
  private final Set<String> undecided = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();

  @Test
  void everythingAcknowledgedIsThereAfterEachOfSeveralKills() throws Exception {
    int lines = 3000;
    for (int round = 0; round < 3; round++) {
      writeAndKill("round" + round + "/", lines + 700 * round);
      try (Catalog catalog = EmbeddedCatalog.open(TestCatalogs.options(directory))) {
        check(catalog.files());
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(1000);
    assertThat(deleted).hasSizeGreaterThan(500);
  }

  private void writeAndKill(String prefix, int lines) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                directory.toString(),
                prefix)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < lines; i++) {
        note(out.readLine());
      }
      // By its handle, since Process closes the output with what is still to be read in it.
      assertThat(child.toHandle().destroyForcibly()).isTrue();
      assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
      // What was said before the kill was acknowledged, even if it is read only now.
      String line = out.readLine();
      while (line != null) {
        String next = out.readLine();
        if (next != null || line.indexOf(' ') > 0) {
          noteWhole(line);
        }
        line = next;
      }
    } catch (IOException e) {
      throw new AssertionError("the writer's output could not be read", e);
    }
  }

  /** The last line may have been cut by the kill; what is cut counts as undecided. */
  private void noteWhole(String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals("+") && words.length < 4) {
      return;
    }
    note(line);
  }

  private void note(String line) {
    assertThat(line).as("the writer's output").isNotNull();
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case "+" -> acknowledged.put(words[1], words[2]);
      case "?" -> undecided.add(words[1]);
      case "-" -> {
        acknowledged.remove(words[1]);
        deleted.add(words[1]);
      }
      default -> throw new AssertionError(line);
    }
  }

  private void check(FileCatalog files) {
    Map<String, NodeUsage> counted = new TreeMap<>();
    Map<String, FileRecord> listed = new TreeMap<>();
    ListingQuery query = ListingQuery.all(1000);
    Listing page = await(files.list(query));
    while (true) {
      for (FileRecord file : page.files()) {
        listed.put(file.name(), file);
        counted.merge(
            file.node(),
            NodeUsage.NONE.plus(file.content().orElseThrow().size()),
            (a, b) -> new NodeUsage(a.files() + b.files(), a.bytes() + b.bytes()));
      }
      if (page.next().isEmpty()) {
        break;
      }
      page = await(files.list(query.after(page.next().get())));
    }
    acknowledged.forEach(
        (name, node) -> {
          if (!undecided.contains(name)) {
            assertThat(listed).containsKey(name);
            assertThat(listed.get(name).node()).isEqualTo(node);
            assertThat(await(files.find(name))).contains(listed.get(name));
          }
        });
    assertThat(deleted).noneMatch(listed::containsKey);
    assertThat(deleted).allMatch(name -> await(files.find(name)).isEmpty());
    assertThat(await(files.usage())).as("counts").isEqualTo(counted);
    counted.forEach((node, usage) -> assertThat(onNode(files, node)).hasSize((int) usage.files()));
    assertThat(await(files.unsettled(NOW.plusSeconds(1000), 1000)))
        .allMatch(record -> record.state() != FileState.LIVE)
        .allMatch(record -> !listed.containsKey(record.name()));
  }

  private static List<String> onNode(FileCatalog files, String node) {
    List<String> names = new ArrayList<>();
    RecordPage page = await(files.onNode(node, Optional.empty(), 1000));
    while (true) {
      page.records().forEach(record -> names.add(record.name()));
      if (page.next().isEmpty()) {
        return names;
      }
      page = await(files.onNode(node, page.next(), 1000));
    }
  }
}
