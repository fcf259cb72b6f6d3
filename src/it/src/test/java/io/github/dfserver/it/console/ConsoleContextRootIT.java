package io.github.dfserver.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.server.ManagerServer;
import io.github.dfserver.it.support.ClusterExtension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The console of a manager that has a part of its server's paths only. */
@Tag("payara-micro")
class ConsoleContextRootIT {
  @RegisterExtension
  @Order(1)
  static final Chromium CHROMIUM = new Chromium("console-context-root");

  @RegisterExtension
  @Order(2)
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "console-context-root",
          options ->
              options.withNodes("100").withManagerOn(1, ManagerServer.below("/files/here/")));

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private Tab tab;

  @BeforeEach
  void open() throws Exception {
    tab = CHROMIUM.open(base());
    tab.untilText("main", "All files");
  }

  @AfterEach
  void nothingWasAskedForElsewhere() throws Exception {
    assertThat(base()).hasPath("/files/here/");
    assertThat(
            tab.evaluate(
                "performance.getEntriesByType('resource').map(e => e.name).find(n => !n.startsWith('%s')) ?? ''"
                    .formatted(base())))
        .isEqualTo("");
  }

  private static URI base() {
    return CLUSTER.api().base();
  }

  @Test
  void filesAreUploadedListedLookedAtAndDownloaded() throws Exception {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), "png", png);
    Path image = Files.write(directory.resolve("black.png"), png.toByteArray());
    tab.hash("#/files/below/");
    tab.untilText("main h1", "below");
    tab.pick("#pick-files", image);
    tab.untilText(".uploads h2", "1 file uploaded");
    tab.untilText(".row", "black.png");
    assertThat(CLUSTER.api().get("below/black.png").body()).isEqualTo(png.toByteArray());

    tab.click(".row a[href='#/file/below/black.png']");
    tab.until("document.querySelector('dialog img')?.naturalWidth === 30");
    tab.click("dialog.details button", "Download");
    Path saved = CHROMIUM.downloads().resolve("black.png");
    Await.until("the download", LIMIT, () -> Files.exists(saved));
    assertThat(Files.readAllBytes(saved)).isEqualTo(png.toByteArray());

    tab.click("dialog.details button", "Copy link");
    tab.until("!!document.querySelector('dialog input[readonly]')?.value");
    URI link =
        URI.create((String) tab.evaluate("document.querySelector('dialog input[readonly]').value"));
    assertThat(link.toString()).startsWith(base() + "file/below/black.png?");
    assertThat(
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofByteArray())
                .body())
        .isEqualTo(png.toByteArray());
  }

  @Test
  void whatHappensIsSeenAsItHappens() throws Exception {
    tab.hash("#/files/live/");
    tab.untilText(".empty", "No files here yet");
    CLUSTER.api().put("live/note.txt", "read me".getBytes(StandardCharsets.UTF_8));
    tab.untilText(".row", "note.txt");
    tab.hash("#/file/live/note.txt");
    tab.untilText("dialog pre", "read me");
    tab.press("Escape", 27);
    tab.untilGone("dialog");
    tab.hash("#/nodes");
    tab.untilText(".node.card", "Node 100");
    tab.hash("#/activity");
    tab.untilText(".stream.live", "");
    tab.untilText(".feed li", "live/note.txt");
    CLUSTER.api().delete("live/note.txt");
    tab.untilText(".feed li", "deleted");
  }

  @Test
  void theAddressNeedsNoSlashAtItsEnd() throws Exception {
    tab.navigate(URI.create(base().toString().replaceFirst("/$", "")));
    tab.untilText("main", "All files");
    assertThat(tab.evaluate("location.pathname")).isEqualTo("/files/here/");
    assertThat(tab.evaluate("document.querySelector('footer a').href"))
        .isEqualTo(base() + "openapi/ui");
  }
}
