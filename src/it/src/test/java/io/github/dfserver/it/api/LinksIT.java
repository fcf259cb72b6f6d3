package io.github.dfserver.it.api;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /link}: signed links, and what they are good for. */
class LinksIT {
  @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.shared();

  private static final Duration SOON = Duration.ofSeconds(30);

  private static FileApi api() {
    return CLUSTER.api();
  }

  private static Answer order(String json) throws Exception {
    return api()
        .send(
            api()
                .request(api().uri("link"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
  }

  private static String link(String name, String more) throws Exception {
    Answer made = order("{\"filename\":\"" + name + "\"" + more + "}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.json().get("url").toString();
  }

  private static Answer get(String url) throws Exception {
    return api().send(api().request(URI.create(url)).build());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"links/plain.txt", "links/50% off? & #\u00e9\ud83d\ude00+.txt"})
  void aLinkGivesItsFile(String name) throws Exception {
    assertThat(api().put(name, utf8("content")).status()).isEqualTo(201);
    Answer made = order("{\"filename\":\"" + name + "\",\"expiresIn\":60}");
    assertThat(made.json()).containsEntry("filename", name);
    assertThat(Instant.parse(made.json().get("expiresAt").toString()))
        .isBetween(Instant.now().plusSeconds(30), Instant.now().plusSeconds(61));
    String url = made.json().get("url").toString();
    assertThat(api().base().resolve(made.header("Location").orElseThrow()))
        .isEqualTo(URI.create(url));
    assertThat(get(url).text()).isEqualTo("content");
    assertThat(get(url + "&encoding=base64").text()).isEqualTo("{\"data\": \"Y29udGVudA==\"}");
    Answer part = api().send(api().request(URI.create(url)).header("Range", "bytes=0-2").build());
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.header("Cache-Control")).contains("private, no-cache");
    Answer head =
        api().send(api().request(URI.create(url)).method("HEAD", BodyPublishers.noBody()).build());
    assertThat(head.status()).isEqualTo(200);
  }

  @Test
  void whatWasNotSignedIsRefused() throws Exception {
    assertThat(api().put("links/a", utf8("a")).status()).isEqualTo(201);
    assertThat(api().put("links/b", utf8("b")).status()).isEqualTo(201);
    String url = link("links/a", "");
    assertProblem(get(url.replace("links/a", "links/b")), 401, 9);
    assertProblem(get(url.replace("expires=", "expires=1")), 401, 9);
    assertProblem(get(url + "&disposition=attachment"), 401, 9);
    assertProblem(get(url.substring(0, url.length() - 2) + "AA"), 401, 9);
    assertProblem(get(url.substring(0, url.indexOf('?')) + "?signature=x"), 401, 9);
    String saved = link("links/a", ",\"disposition\":\"attachment\"");
    assertProblem(get(saved.replace("&disposition=attachment", "")), 401, 9);
    assertThat(get(saved).header("Content-Disposition").orElseThrow()).startsWith("attachment");
  }

  @Test
  void aLinkIsNotGoodForALaterFileOfTheName() throws Exception {
    assertThat(api().put("links/again", utf8("first")).status()).isEqualTo(201);
    String url = link("links/again", "");
    assertThat(api().delete("links/again").status()).isEqualTo(200);
    assertProblem(get(url), 404, 2);
    assertThat(api().put("links/again", utf8("second")).status()).isEqualTo(201);
    assertProblem(get(url), 404, 2);
    assertThat(get(link("links/again", "")).text()).isEqualTo("second");
  }

  @Test
  void aLinkExpires() throws Exception {
    assertThat(api().put("links/short", utf8("short")).status()).isEqualTo(201);
    String url = link("links/short", ",\"expiresIn\":1");
    Await.until("the link to expire", SOON, () -> get(url).status() == 401);
    assertProblem(get(url), 401, 9);
    assertThat(get(url).text()).contains("expired");
  }

  @Test
  void allLinksCanBeMadeVoid() throws Exception {
    assertThat(api().put("links/void", utf8("void")).status()).isEqualTo(201);
    String url = link("links/void", "");
    Answer done = api().send(api().request(api().uri("link")).DELETE().build());
    assertThat(done.status()).isEqualTo(204);
    assertProblem(get(url), 401, 9);
    assertThat(get(link("links/void", "")).status()).isEqualTo(200);
  }
}
