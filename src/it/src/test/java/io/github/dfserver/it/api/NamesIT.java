package io.github.dfserver.it.api;

import static io.github.dfserver.it.support.Problems.assertInvalid;
import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.http.Json;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.RawHttp;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a name may be, what it may not, and that it never leads out of a node's directory. */
class NamesIT {
  @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.shared();

  static List<String> oddNames() {
    return List.of(
        "odd/100%.txt",
        "odd/%2e%2e/%2F",
        "odd/a#b?c+d&e;f:g*h|i<j>k",
        "odd/ leading and trailing spaces ",
        "odd/'single' \"double\" `back`",
        "odd/\ud83d\ude00\ud83d\udc69\u200d\ud83d\ude80.png",
        "odd/\u05e9\u05dc\u05d5\u05dd \u202e\u0645\u0631\u062d\u0628\u0627",
        "odd/e\u0301\u0323 combining",
        "odd/\u00a0\u3000\u2028\ufeff",
        "odd/\u0080\u009f",
        "odd/.hidden",
        "odd/.../x",
        "odd/..x/x..",
        "odd/trailing.",
        "odd/CON",
        "odd/-rf ~ $HOME `id` $(id)",
        "odd/=@[]{}^!,",
        "odd/\uffff\ud800\udc00\udbff\udfff",
        "odd/x.tar.gz",
        "odd/files/0/0/0/0/1",
        "odd/" + "n".repeat(255),
        "odd/" + "n".repeat(1020),
        "odd/" + "\ud83d\ude00".repeat(255),
        "odd/" + "%".repeat(1020),
        "odd/" + "a/".repeat(509) + "zz",
        "o");
  }

  @ParameterizedTest
  @MethodSource("oddNames")
  void anOddNameIsKeptExactly(String name) throws Exception {
    byte[] content = Content.random(name.hashCode(), 100);
    Answer put = api().put(name, content);
    assertThat(put.status()).as("%s", put).isEqualTo(201);
    assertThat(put.json()).containsEntry("filename", name);
    assertThat(api().base().resolve(put.header("Location").orElseThrow()))
        .isEqualTo(api().file(name));

    assertThat(api().get(name).body()).isEqualTo(content);
    assertThat(api().head(name).status()).isEqualTo(200);
    assertThat(api().names(name)).contains(name);
    assertThat(api().put(name, content).status()).isEqualTo(409);
    Answer deleted = api().delete(name);
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.json())
        .containsEntry("filename", name)
        .containsEntry("data", "File deleted");
    assertThat(api().get(name).status()).isEqualTo(404);

    assertThat(post(Json.quote(name)).status()).isEqualTo(201);
    assertThat(api().get(name).text()).isEqualTo("a");
    assertThat(api().delete(name).status()).isEqualTo(200);
  }

  @Test
  void namesThatDifferInCaseOrNormalFormStayDifferentFiles() throws Exception {
    List<String> names =
        List.of("twins/Name", "twins/name", "twins/NAME", "twins/\u00e9", "twins/e\u0301");
    for (String name : names) {
      assertThat(api().put(name, name.getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(201);
    }
    for (String name : names) {
      assertThat(api().get(name).text()).isEqualTo(name);
    }
    assertThat(api().names("twins/")).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void anotherFilesNameMayBeAFolderOfANamesPath() throws Exception {
    assertThat(api().put("folder/file", new byte[] {1}).status()).isEqualTo(201);
    assertThat(api().put("folder/file/below", new byte[] {2}).status()).isEqualTo(201);
    assertThat(api().put("folder", new byte[] {3}).status()).isEqualTo(201);
    assertThat(api().get("folder/file").body()).containsExactly(1);
    assertThat(api().get("folder/file/below").body()).containsExactly(2);
    assertThat(api().get("folder").body()).containsExactly(3);
  }

  static Stream<String> refusedJsonNames() {
    return Stream.of(
        "\"\"",
        "\"/\"",
        "\"/refused\"",
        "\"refused/\"",
        "\"refused//x\"",
        "\".\"",
        "\"..\"",
        "\"refused/.\"",
        "\"refused/../x\"",
        "\"./refused\"",
        "\"../../etc/passwd\"",
        "\"/etc/passwd\"",
        "\"refused\\\\x\"",
        "\"refused\\u0000\"",
        "\"refused\\u001f\"",
        "\"refused\\n\"",
        "\"refused\\u007f\"",
        "\"refused\\ud800\"",
        "\"refused\\udfffx\"",
        "\"refused\\udc00\\ud800\"",
        "\"refused" + "n".repeat(1018) + "\"",
        "\"refused" + "\u00e9".repeat(509) + "\"");
  }

  @ParameterizedTest
  @MethodSource("refusedJsonNames")
  void aRefusedNameIsRefusedInABody(String quoted) throws Exception {
    assertProblem(post(quoted), 400, 6);
    assertNothingWritten();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refused//x",
        "/refused",
        "//etc/passwd",
        "refused/",
        "refused/./x",
        "refused/%2e/x",
        "refused/%2e%2e/x",
        "../etc/passwd",
        "%2e%2e/x",
        "refused%01",
        "refused%0a",
        "refused%7f",
        "refused%1F/x"
      })
  void aRefusedNameIsRefusedInAPath(String path) throws Exception {
    for (String method : new String[] {"PUT", "GET", "DELETE"}) {
      Answer answer = raw(method, "/file/" + path);
      assertInvalid(answer);
    }
    assertNothingWritten();
  }

  @Test
  void aNameThatEndsInDotsIsStoredOrNotReached() throws Exception {
    // Payara answers by itself; see the limits in README.md.
    if (raw("PUT", "/file/odd/...").status() == 201) {
      assertThat(raw("GET", "/file/odd/...").body()).hasSize(1);
      assertThat(raw("DELETE", "/file/odd/...").status()).isEqualTo(200);
    }
    assertThat(api().names("odd/...")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        ".",
        "..",
        "%2E%2E",
        "refused%00",
        "refused%5Cx",
        "refused\\x",
        "refused%ff%fe",
        "refused%c0%ae%c0%ae/x",
        "refused%c0%afx",
        "refused%ed%a0%80",
        "refused%f4%90%80%80",
        "refused%zz",
        "refused%",
        "refused%e2%82",
        "refused\u00ff"
      })
  void whatNeverReachesTheApplicationStoresNothing(String path) throws Exception {
    for (String method : new String[] {"PUT", "GET", "DELETE"}) {
      // Payara's mapper answers some of these with a bare 200; see the limits in README.md.
      assertThat(raw(method, "/file/" + path).status()).isNotEqualTo(201);
    }
    assertNothingWritten();
  }

  @Test
  void aNameOfOneByteTooManyIsRefused() throws Exception {
    assertProblem(api().put("refused" + "n".repeat(1018), new byte[1]), 400, 6);
    assertProblem(api().put("refused" + "\u00e9".repeat(509), new byte[1]), 400, 6);
    assertNothingWritten();
  }

  @Test
  void aSemicolonInAPathIsPartOfTheName() throws Exception {
    assertThat(api().put("semi;colon=1/x;y", new byte[] {7}).status()).isEqualTo(201);
    assertThat(api().names("semi")).containsExactly("semi;colon=1/x;y");
    assertThat(api().get("semi;colon=1/x;y").body()).containsExactly(7);
  }

  private static void assertNothingWritten() throws Exception {
    assertThat(api().names("refused")).isEmpty();
    assertThat(api().names("etc")).isEmpty();
    Path directory = CLUSTER.cluster().options().directory();
    try (Stream<Path> beside = Files.list(directory)) {
      assertThat(beside.map(path -> path.getFileName().toString()))
          .isSubsetOf("logs", "manager", "manager-server", "files_100", "files_101", "files_102");
    }
    for (String id : CLUSTER.cluster().options().nodes()) {
      try (Stream<Path> tree = Files.walk(CLUSTER.cluster().nodeDirectory(id))) {
        assertThat(tree.map(path -> path.getFileName().toString()))
            .noneMatch(name -> name.contains("refused") || name.contains("passwd"));
      }
    }
  }

  private static Answer raw(String method, String target) throws Exception {
    try (RawHttp raw = new RawHttp(CLUSTER.cluster().port())) {
      String length = method.equals("PUT") ? "Content-Length: 1" : "X-None: 1";
      raw.head(method + " " + target, length, "Connection: close");
      if (method.equals("PUT")) {
        raw.bytes(new byte[1]);
      }
      return raw.readAnswer();
    }
  }

  private static Answer post(String quotedName) throws Exception {
    return api()
        .send(
            api()
                .request(api().uri("file"))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"filename\": " + quotedName + ", \"file\": \"YQ==\"}"))
                .build());
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
