package io.github.dfserver.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExamplesTest {
  private static final Pattern JAVADOC =
      Pattern.compile("<pre>\\{@code\n(.*?)}</pre>", Pattern.DOTALL);

  @TempDir private Path directory;
  private final ScriptedManager manager = new ScriptedManager();
  private final DfsClient client = manager.client();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @AfterEach
  void close() throws IOException {
    client.close();
    manager.close();
  }

  private Examples examples() {
    return new Examples(new PrintStream(printed, true, StandardCharsets.UTF_8), directory);
  }

  @Test
  void everyExampleIsOneThatIsRun() throws IOException {
    String run =
        words(Files.readString(Path.of("src/test/java/io/github/dfserver/client/Examples.java")));
    List<String> examples = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
        find(JAVADOC, Files.readString(source).replaceAll("(?m)^ *\\* ?", ""), examples);
      }
    }
    assertThat(examples).hasSize(5).allSatisfy(example -> assertThat(run).contains(example));
  }

  private static void find(Pattern pattern, String text, List<String> found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(words(matcher.group(1)));
    }
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  @Test
  void aFileGoesInAndOutAndIsDeleted() throws IOException {
    Stored report = Stored.of("reports/2026.pdf", "figures");
    Files.write(directory.resolve("2026.pdf"), report.bytes());
    manager
        .then(
            exchange -> {
              assertThat(exchange.body()).isEqualTo(report.bytes());
              exchange.json(201, report.json());
            })
        .then(report::whole)
        .then(exchange -> exchange.json(200, "{\"files\":[%s]}".formatted(report.json())))
        .then(exchange -> exchange.json(200, "{}"));

    examples().quick(manager.url(), "secret");

    assertThat(directory.resolve("copy.pdf")).hasContent("figures");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("reports/2026.pdf");
    assertThat(manager.requests()).hasSize(4);
  }

  @Test
  void anUploadIsFollowed() {
    Stored file = new Stored("a", new byte[] {1, 2, 3});
    manager.then(
        exchange -> {
          exchange.body();
          exchange.json(201, file.json());
        });

    examples().followed(client);

    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("3 of 3");
  }

  @Test
  void settingsMakeAClient() throws Exception {
    TestTls.make(directory);

    examples().settings("Aladdin", "open sesame").close();
  }

  @Test
  void aPartIsRead() throws IOException {
    manager.then(
        exchange ->
            exchange.answer(
                206, "end\n".getBytes(StandardCharsets.UTF_8), "Content-Range", "bytes 4-7/8"));

    examples().part(client);

    assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("end");
    assertThat(manager.requests().get(0).header("Range")).isEqualTo("bytes=-4");
  }

  @Test
  void problemsAreToldApart() {
    manager.then(exchange -> exchange.problem(404, 2)).then(exchange -> exchange.problem(403, 9));

    examples().problems(client);
    examples().problems(client);

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("It is gone already.")
        .contains("Tell the operator: r-1");
  }
}
