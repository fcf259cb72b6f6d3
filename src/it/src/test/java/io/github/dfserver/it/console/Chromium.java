package io.github.dfserver.it.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dfserver.it.http.Json;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Directories;
import io.github.dfserver.it.process.Output;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A headless Chromium for a test class, controlled over the DevTools protocol. Where none is
 * installed, the tests are skipped and say so. A page that complained has failed its test.
 */
final class Chromium implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final String COMMAND = "chromium";

  /** Chromium itself does not notice that the tests are gone. */
  private static final String UNTIL_STDIN_ENDS =
      "trap : TERM; \"$@\" & cat > /dev/null; kill $!; wait $!";

  private static final Duration START = Duration.ofSeconds(60);

  private final Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private ChildProcess process;
  private URI devTools;
  private Tab tab; // of the test that runs

  /**
   * A browser.
   *
   * @param name of the directory below {@code target/it} for its profile, downloads and log
   */
  Chromium(String name) {
    directory = Path.of("target", "it", name + "-browser").toAbsolutePath();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    assumeTrue(
        isInstalled(), "Skipped: chromium is not on the path (Debian: apt-get install chromium)");
    Directories.remove(directory);
    Path profile = Files.createDirectories(directory.resolve("profile"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                UNTIL_STDIN_ENDS,
                "sh",
                COMMAND,
                "--headless=new",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--no-sandbox");
    }
    command.add("about:blank");
    process =
        ChildProcess.command(COMMAND, directory, command, Output.files(directory).apply(COMMAND));
    Path told = profile.resolve("DevToolsActivePort");
    Await.until("the port of DevTools", START, () -> Files.exists(told) && Files.size(told) > 0);
    devTools = URI.create("http://127.0.0.1:" + Files.readAllLines(told).get(0) + "/");
  }

  private static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(path -> Files.isExecutable(Path.of(path, COMMAND)));
  }

  /** Where downloads go. */
  Path downloads() {
    return directory.resolve("downloads");
  }

  /** The tab of a test, which is closed after it. */
  Tab open(URI url) throws IOException, InterruptedException, TimeoutException {
    HttpRequest request =
        HttpRequest.newBuilder(devTools.resolve("json/new?about:blank"))
            .method("PUT", BodyPublishers.noBody())
            .build();
    Map<String, Object> target = Json.object(http.send(request, BodyHandlers.ofString()).body());
    tab = new Tab(http, URI.create((String) target.get("webSocketDebuggerUrl")), downloads());
    tab.navigate(url);
    return tab;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (tab != null) {
      List<String> complaints = tab.complaints();
      tab.close();
      tab = null;
      assertThat(complaints).isEmpty();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (process != null) {
      process.close();
    }
  }
}
