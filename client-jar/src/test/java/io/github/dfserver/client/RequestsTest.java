package io.github.dfserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.client.error.ConnectionException;
import io.github.dfserver.client.error.DfsException;
import io.github.dfserver.client.error.FileDoesNotExistException;
import io.github.dfserver.client.error.FileUnavailableException;
import io.github.dfserver.client.error.ProblemException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RequestsTest {
  private static final Stored FILE = Stored.of("a", "x");

  private final ScriptedManager manager = new ScriptedManager();
  private final DfsClient client = manager.client();

  @AfterEach
  void close() throws IOException {
    client.close();
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.txt",
        "a/b/c",
        "50% off?.txt",
        "a#b+c&d;e:f*g|h<i>j",
        "{template} ~^[x]`",
        "%25%2F",
        "'quotes' \"more\"",
        "ünï/c\u0308ombining/\ud83d\ude00",
        "\u05e2\u05d1\u05e8\u05d9\u05ea",
        " leading and trailing ",
        "...x/..y/.hidden"
      })
  void everyNameArrivesAsItIs(String name) {
    manager.always(FILE::whole);

    client.stat(name);

    String path = manager.requests().get(0).target();
    assertThat(path).matches("/file/[A-Za-z0-9._~%/-]+");
    assertThat(URLDecoder.decode(path.substring("/file/".length()), StandardCharsets.UTF_8))
        .isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a//b", "a/", "a/../b", ".", "\ud800"})
  void namesThatWouldBecomeOthersAreRefused(String name) {
    assertThatThrownBy(() -> client.delete(name)).isInstanceOf(IllegalArgumentException.class);
    assertThat(manager.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1,503,ServersUnavailable",
    "2,404,FileDoesNotExist",
    "3,409,NameInUse",
    "4,503,FileUnavailable",
    "5,500,InternalError",
    "6,400,InvalidRequest",
    "7,413,FileTooLarge",
    "8,507,InsufficientStorage",
    "9,403,Unauthorized",
    "10,404,NodeDoesNotExist",
    "11,409,Conflict",
    "12,500,FileDamaged",
    "99,400,Problem"
  })
  void everyCodeHasItsException(int code, int status, String name) {
    manager.always(exchange -> exchange.problem(status, code, "Retry-After", "7"));
    try (DfsClient once = manager.builder().retries(RetryPolicy.NONE).build()) {
      assertThatThrownBy(once::balance)
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.getClass().getSimpleName()).isEqualTo(name + "Exception");
                assertThat(e.problem().type()).isEqualTo("urn:dfserver:error:" + code);
                assertThat(e.problem().status()).isEqualTo(status);
                assertThat(e.problem().detail()).isEqualTo("d");
                assertThat(e.problem().errorCode()).isEqualTo(code);
                assertThat(e.problem().requestId()).isEqualTo("r-1");
                assertThat(e.problem().retryAfter()).isEqualTo(Duration.ofSeconds(7));
                assertThat(e).hasMessageContaining("request r-1");
              });
    }
  }

  @Test
  void headHasItsStatusOnly() {
    manager
        .then(exchange -> exchange.problem(404, 2, "X-Request-Id", "r-9"))
        .always(exchange -> exchange.problem(503, 4, "X-Request-Id", "r-9"));

    assertThatThrownBy(() -> client.stat("a"))
        .isInstanceOfSatisfying(
            FileDoesNotExistException.class,
            e -> assertThat(e.problem().requestId()).isEqualTo("r-9"));
    assertThatThrownBy(() -> client.stat("a")).isInstanceOf(FileUnavailableException.class);
  }

  @Test
  void aProxysPageIsAProblemWithoutACode() {
    byte[] page = "<html>Bad gateway</html>".getBytes(StandardCharsets.UTF_8);
    manager.always(exchange -> exchange.answer(502, page, "Content-Type", "text/html"));

    assertThatThrownBy(client::nodes)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().errorCode()).isZero());
    assertThat(manager.requests()).hasSize(TestRetries.QUICK.attempts());
  }

  @Test
  void aServerThatStartsIsWaitedFor() {
    manager
        .then(exchange -> exchange.answer(404, new byte[0]))
        .then(exchange -> exchange.answer(403, new byte[0]))
        .then(exchange -> exchange.answer(500, new byte[0]))
        .then(FILE::whole);

    assertThat(client.stat("a").size()).isEqualTo(1);
  }

  @Test
  void credentialsGoAlong() {
    manager.always(FILE::whole);
    try (DfsClient token = manager.builder().token("secret").build();
        DfsClient basic = manager.builder().basic("Aladdin", "open sesame").build()) {
      token.stat("a");
      basic.stat("a");
      client.stat("a");
    }

    assertThat(manager.requests().stream().map(request -> request.header("Authorization")))
        .containsExactly("Bearer secret", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", null);
  }

  @Test
  void redirectsAreNotFollowed() throws IOException {
    try (ScriptedManager other = new ScriptedManager()) {
      manager.then(exchange -> exchange.answer(302, new byte[0], "Location", other.url()));

      assertThatThrownBy(() -> client.stat("a")).isInstanceOf(ProblemException.class);
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void anotherManagerIsAskedWhereOneIsGone() throws IOException {
    ScriptedManager gone = new ScriptedManager();
    gone.close();
    manager.always(FILE::whole);
    try (DfsClient both =
        DfsClient.builder(gone.url(), manager.url()).retries(TestRetries.QUICK).build()) {
      both.stat("a");
      both.stat("a");
    }

    assertThat(manager.requests()).hasSize(2);
    try (DfsClient none = DfsClient.builder(gone.url()).retries(TestRetries.QUICK).build()) {
      assertThatThrownBy(() -> none.stat("a"))
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining(gone.url());
    }
  }

  @Test
  void urlsThatCannotBeMeantAreRefused() {
    for (String url :
        List.of("localhost:8000", "ftp://x/", "http://u:p@x/", "http://x/?a=b", "file:/x")) {
      assertThatThrownBy(() -> DfsClient.builder(url)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void pagesAreAskedForWhenTheyAreNeeded() {
    manager
        .then(
            exchange ->
                exchange.json(
                    200,
                    "{\"files\":[%s,%s],\"next\":\"b & c\"}"
                        .formatted(FILE.json(), Stored.of("b & c", "").json())))
        .then(Exchange::breakOff)
        .then(exchange -> exchange.json(200, "{\"files\":[],\"next\":\"d\"}"))
        .then(
            exchange ->
                exchange.json(200, "{\"files\":[%s]}".formatted(Stored.of("e", "").json())));

    Iterator<StoredFile> files =
        client.list(Listing.under("x/").withContaining("Y z").withPageSize(2)).iterator();

    assertThat(manager.requests()).isEmpty();
    assertThat(files.next().name()).isEqualTo("a");
    assertThat(files.next().name()).isEqualTo("b & c");
    assertThat(manager.requests()).hasSize(1);
    assertThat(files.next().name()).isEqualTo("e");
    assertThat(files.hasNext()).isFalse();
    assertThat(manager.requests().get(0).target())
        .isEqualTo("/file?limit=2&prefix=x%2F&contains=Y%20z");
    assertThat(manager.requests().get(1).target()).endsWith("&after=b%20%26%20c");
  }

  @Test
  void aFolderHasFilesAndFoldersInOrder() {
    manager.then(
        exchange ->
            exchange.json(
                200,
                "{\"files\":[%s,%s],\"folders\":[\"b/\",\"d/\"]}"
                    .formatted(FILE.json(), Stored.of("c", "").json())));

    try (Stream<Entry> entries = client.folder("")) {
      assertThat(entries.map(Entry::name)).containsExactly("a", "b/", "c", "d/");
    }
    assertThat(manager.requests().get(0).target()).isEqualTo("/file?limit=500&delimiter=/");
  }

  @Test
  void aDeleteIsSentAgainOnlyWhenNothingHasHappened() {
    manager
        .then(exchange -> exchange.problem(503, 4, "Retry-After", "0"))
        .then(exchange -> exchange.json(200, "{\"filename\":\"a\",\"data\":\"File deleted\"}"))
        .then(Exchange::breakOff)
        .always(exchange -> exchange.problem(404, 2));

    client.delete("a");
    assertThatThrownBy(() -> client.delete("a")).isInstanceOf(ConnectionException.class);
    assertThat(manager.requests()).hasSize(3);
  }

  @Test
  void nodesAndBalanceAreRead() {
    String node =
        """
        {"id":"100","state":"draining","files":3,"bytes":4,"freeBytes":5,"connectedSince":null,\
        "lastSeen":"2026-11-22T23:46:10.110Z","new":[1.5,{"x":null}],"scrub":{"running":true,"files":1,\
        "filesRead":1,"bytesRead":9,"damaged":0,"missing":0,"startedAt":null,"completedAt":null}}""";
    String balance =
        """
        {"spread":7,"movesInFlight":1,"movesPending":2,"paused":true,"etaSeconds":null}""";
    manager
        .then(exchange -> exchange.json(200, "{\"nodes\":[" + node + "]}"))
        .then(exchange -> exchange.json(200, node))
        .then(exchange -> exchange.json(200, node))
        .then(exchange -> exchange.json(200, node))
        .then(exchange -> exchange.answer(204, new byte[0]))
        .then(exchange -> exchange.json(200, balance))
        .then(exchange -> exchange.json(200, balance.replace("null", "60")))
        .then(exchange -> exchange.json(200, balance))
        .then(exchange -> exchange.json(200, "{\"files\":[]}"));

    assertThat(client.nodes().get(0).state()).isEqualTo(NodeState.DRAINING);
    assertThat(client.drain("100").connectedSince()).isNull();
    assertThat(client.undrain("100").scrub().bytesRead()).isEqualTo(9);
    assertThat(client.scrub("100").freeBytes()).isEqualTo(5);
    client.forgetLost("100");
    assertThat(client.balance().eta()).isEmpty();
    assertThat(client.pauseBalance().eta()).contains(Duration.ofMinutes(1));
    assertThat(client.resumeBalance().paused()).isTrue();
    assertThat(client.filesOf("100", CopyState.MISSING)).isEmpty();
    assertThat(manager.requests().stream().map(r -> r.method() + " " + r.target()))
        .containsExactly(
            "GET /node",
            "POST /node/100/drain",
            "DELETE /node/100/drain",
            "POST /node/100/scrub",
            "DELETE /node/100?lost=true",
            "GET /balance",
            "POST /balance/pause",
            "DELETE /balance/pause",
            "GET /node/100/file?limit=1000&state=missing");
  }

  @Test
  void aLinkIsAskedFor() throws IOException {
    manager
        .then(Exchange::breakOff)
        .then(
            exchange -> {
              assertThat(exchange.body())
                  .asString(StandardCharsets.UTF_8)
                  .isEqualTo("{\"filename\":\"a \\\"b\\\"\",\"expiresIn\":600}");
              exchange.json(
                  201,
                  """
                  {"url":"http://x/link?a=b","filename":"a","expiresAt":"2026-11-22T23:46:10Z"}""");
            })
        .then(exchange -> exchange.answer(204, new byte[0]));

    Link link = client.link("a \"b\"", Duration.ofMinutes(10));
    client.revokeLinks();

    assertThat(link.url()).hasToString("http://x/link?a=b");
    assertThat(link.expiresAt()).isEqualTo("2026-11-22T23:46:10Z");
    assertThat(manager.requests().get(1).header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void aClosedClientSaysSo() {
    client.close();

    assertThatThrownBy(client::balance)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void whatIsNoAnswerOfAManagerIsAnError() {
    manager.always(exchange -> exchange.answer(200, new byte[] {'h', 'i'}));

    assertThatThrownBy(client::balance).isInstanceOf(DfsException.class);
  }
}
