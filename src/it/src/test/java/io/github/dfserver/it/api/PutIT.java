package io.github.dfserver.it.api;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.NodeTree;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.RawHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code PUT /file/{filename}}: raw bodies of every size and way of sending. */
class PutIT {
  @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.shared();

  /** {@code dfs.inline-limit}: larger files take another way to the node. */
  private static final int INLINE = 65_536;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, INLINE - 1, INLINE, INLINE + 1, 3_000_000})
  void aBodyOfKnownLengthComesBackByteForByte(int size) throws Exception {
    String name = "put/known/" + size;
    byte[] content = Content.random(size, size);
    assertStored(CLUSTER.api().put(name, content), name, content);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, INLINE - 1, INLINE, INLINE + 1, 3_000_000})
  void aChunkedBodyComesBackByteForByte(int size) throws Exception {
    String name = "put/chunked/" + size;
    byte[] content = Content.random(size, size);
    Answer answer =
        CLUSTER
            .api()
            .put(name, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)));
    assertStored(answer, name, content);
  }

  @Test
  void ahundredMegabytesComeBackByteForByte() throws Exception {
    byte[] content = Content.random(100, 100_000_000);
    assertStored(CLUSTER.api().put("put/large/known", content), "put/large/known", content);
    Answer chunked =
        CLUSTER
            .api()
            .put(
                "put/large/chunked",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)));
    assertStored(chunked, "put/large/chunked", content);
    assertThat(CLUSTER.api().delete("put/large/known").status()).isEqualTo(200);
    assertThat(CLUSTER.api().delete("put/large/chunked").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain; charset=ISO-8859-1",
        "application/vnd.example+zip"
      })
  void theBodyIsTakenAsItIsWhateverItsContentType(String type) throws Exception {
    String name = "put/type/" + type;
    byte[] content = "filename=x&file=YQ==".getBytes(StandardCharsets.UTF_8);
    assertStored(CLUSTER.api().put(name, content, "Content-Type", type), name, content);
    // Undertow leaves out the space, which means nothing (RFC 9110, section 8.3.1).
    assertThat(CLUSTER.api().get(name).header("Content-Type").map(PutIT::withoutSpaces))
        .contains(withoutSpaces(type));
  }

  private static String withoutSpaces(String type) {
    return type.replace(" ", "");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, INLINE + 1, 2_000_000})
  void aRightContentDigestIsAccepted(int size) throws Exception {
    String name = "put/digest/right-" + size;
    byte[] content = Content.random(size, size);
    Answer answer =
        CLUSTER.api().put(name, content, "Content-Digest", Content.contentDigest(content));
    assertStored(answer, name, content);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, INLINE + 1, 2_000_000})
  void aWrongContentDigestIsRefusedAndNothingIsStored(int size) throws Exception {
    String name = "put/digest/wrong-" + size;
    byte[] content = Content.random(size, size);
    String wrong = Content.contentDigest(Content.random(size + 1, size + 1));
    assertProblem(CLUSTER.api().put(name, content, "Content-Digest", wrong), 400, 6);
    assertThat(CLUSTER.api().get(name).status()).isEqualTo(404);
    Await.until(
        "the name to be free",
        Duration.ofSeconds(60),
        () -> CLUSTER.api().put(name, content).status() == 201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha-256=abc", "sha-256=:YQ==:", "sha-256=:!:", "sha-256", ":"})
  void aMalformedContentDigestIsRefused(String digest) throws Exception {
    assertProblem(
        CLUSTER.api().put("put/digest/malformed", new byte[1], "Content-Digest", digest), 400, 6);
    assertThat(CLUSTER.api().get("put/digest/malformed").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, INLINE + 1})
  void aNameInUseIsRefusedAndTellsWhatIsThere(int size) throws Exception {
    String name = "put/in-use-" + size;
    byte[] content = Content.random(size, size);
    Map<String, Object> there = CLUSTER.api().put(name, content).json();

    Answer answer = CLUSTER.api().put(name, Content.random(size + 1, size));
    assertProblem(answer, 409, 3);
    assertThat(answer.json())
        .containsEntry("id", there.get("id"))
        .containsEntry("size", (long) size)
        .containsEntry("sha256", Content.sha256(content));
    assertThat(CLUSTER.api().get(name).body()).isEqualTo(content);
  }

  @Test
  void aNameBeingUploadedIsRefusedAndTheFirstUploadGoesOn() throws Exception {
    String name = "put/being-uploaded";
    byte[] content = Content.random(5, 200_000);
    try (RawHttp slow = new RawHttp(CLUSTER.cluster().port())) {
      slow.head("PUT /file/" + name, "Transfer-Encoding: chunked").chunk(content);
      Await.until("the first upload to arrive", Duration.ofSeconds(30), PutIT::somethingIsStaged);
      assertProblem(CLUSTER.api().put(name, new byte[] {1}), 409, 3);
      assertThat(CLUSTER.api().get(name).status()).isEqualTo(404);
      assertThat(CLUSTER.api().names(name)).isEmpty();
      slow.chunk(new byte[0]);
      assertThat(slow.readHead().status()).isEqualTo(201);
    }
    assertThat(CLUSTER.api().get(name).body()).isEqualTo(content);
  }

  private static boolean somethingIsStaged() throws IOException {
    for (String node : CLUSTER.cluster().options().nodes()) {
      if (!new NodeTree(CLUSTER.cluster().nodeDirectory(node)).stagedFiles().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aLengthOverTheLimitIsRefusedBeforeTheBody() throws Exception {
    try (RawHttp raw = new RawHttp(CLUSTER.cluster().port())) {
      raw.head("PUT /file/put/too-long", "Content-Length: " + (ClusterExtension.MAX_FILE + 1L));
      RawHttp.Head head = raw.readHead();
      assertThat(head.status()).isEqualTo(413);
      assertThat(head.headers().get("content-type")).startsWith("application/problem+json");
    }
    assertThat(CLUSTER.api().get("put/too-long").status()).isEqualTo(404);
  }

  @Test
  void aChunkedBodyOverTheLimitIsRefused() throws Exception {
    String name = "put/too-long-chunked";
    byte[] block = new byte[1024 * 1024];
    try (RawHttp raw = new RawHttp(CLUSTER.cluster().port())) {
      raw.head("PUT /file/" + name, "Transfer-Encoding: chunked");
      for (int sent = 0; sent < ClusterExtension.MAX_FILE; sent += block.length) {
        raw.chunk(block);
      }
      raw.chunk(new byte[1]);
      assertThat(raw.readHead().status()).isEqualTo(413);
    }
    assertThat(CLUSTER.api().get(name).status()).isEqualTo(404);
  }

  @Test
  void continueIsAnsweredBeforeTheBodyIsSent() throws Exception {
    try (RawHttp raw = new RawHttp(CLUSTER.cluster().port())) {
      raw.head("PUT /file/put/continue", "Content-Length: 5", "Expect: 100-continue");
      assertThat(raw.readHead().status()).isEqualTo(100);
      raw.bytes("hello".getBytes(StandardCharsets.US_ASCII));
      assertThat(raw.readHead().status()).isEqualTo(201);
    }
    assertThat(CLUSTER.api().get("put/continue").text()).isEqualTo("hello");
  }

  /** What follows an upgrade passes through a proxy unread, and could claim to be its words. */
  @Test
  void noClientLeavesHttp1() throws Exception {
    try (RawHttp raw = new RawHttp(CLUSTER.cluster().port())) {
      raw.head(
          "PUT /file/put/upgrade",
          "Content-Length: 5",
          "Connection: Upgrade, HTTP2-Settings, close",
          "Upgrade: h2c",
          "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA");
      raw.text("hello");
      assertThat(raw.readAnswer().status()).isEqualTo(201);
    }
    try (RawHttp raw = new RawHttp(CLUSTER.cluster().port())) {
      raw.text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").bytes(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
      assertThat(new String(raw.readRest(), StandardCharsets.ISO_8859_1))
          .matches("(?s)(HTTP/1.*)?");
    }
  }

  private static void assertStored(Answer answer, String name, byte[] content) throws Exception {
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    assertThat(answer.json())
        .containsEntry("filename", name)
        .containsEntry("size", (long) content.length)
        .containsEntry("sha256", Content.sha256(content));
    assertThat(CLUSTER.api().base().resolve(answer.header("Location").orElseThrow()))
        .isEqualTo(CLUSTER.api().file(name));
    assertThat(CLUSTER.api().get(name).body()).isEqualTo(content);
  }
}
