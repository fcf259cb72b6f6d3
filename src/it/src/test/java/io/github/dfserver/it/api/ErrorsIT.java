package io.github.dfserver.it.api;

import static io.github.dfserver.it.support.Problems.assertInvalid;
import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.support.ClusterExtension;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every origin of an error gives the same kind of body. */
class ErrorsIT {
  @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.shared();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing",
        "nothing/at/all.html",
        "files",
        "node/100/nothing",
        "balance/nothing",
        "WEB-INF/web.xml",
        "WEB-INF/",
        "META-INF/MANIFEST.MF",
        "index.html",
        "transfer"
      })
  void aPathThatIsNoResourceIsNotFound(String path) throws Exception {
    assertProblem(api().getPath(path), 404, 6);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, file",
    "DELETE, file",
    "PATCH, file",
    "POST, file/errors/x",
    "PATCH, file/errors/x",
    "POST, node",
    "PUT, node",
    "DELETE, node",
    "PUT, node/100",
    "POST, node/100/file"
  })
  void aMethodThatAResourceDoesNotHaveIsNotAllowed(String method, String path) throws Exception {
    Answer answer =
        api()
            .send(
                api()
                    .request(api().uri(path))
                    // Payara's parser itself refuses a DELETE that has a body.
                    .method(
                        method,
                        method.equals("DELETE")
                            ? BodyPublishers.noBody()
                            : BodyPublishers.ofString("x"))
                    .build());
    assertProblem(answer, 405, 6);
    assertThat(answer.header("Allow")).isPresent();
  }

  @Test
  void optionsTellsWhatIsAllowed() throws Exception {
    Answer answer =
        api()
            .send(
                api()
                    .request(api().uri("node"))
                    .method("OPTIONS", BodyPublishers.noBody())
                    .build());
    assertThat(answer.status()).isBetween(200, 204);
    assertThat(answer.header("Allow").orElseThrow()).contains("GET");
  }

  @Test
  void anUnsupportedTypeIsRefused() throws Exception {
    Answer answer =
        api()
            .send(
                api()
                    .request(api().uri("file"))
                    .header("Content-Type", "text/csv")
                    .POST(BodyPublishers.ofString("a,b"))
                    .build());
    assertProblem(answer, 415, 6);
    Answer nonsense =
        api()
            .send(
                api()
                    .request(api().uri("file"))
                    .header("Content-Type", "nonsense")
                    .POST(BodyPublishers.ofString("a,b"))
                    .build());
    assertInvalid(nonsense);
    Answer none =
        api().send(api().request(api().uri("file")).POST(BodyPublishers.ofString("a")).build());
    assertInvalid(none);
  }

  @Test
  void anUnacceptableAnswerIsRefused() throws Exception {
    Answer answer =
        api().send(api().request(api().uri("node")).header("Accept", "image/png").build());
    assertProblem(answer, 406, 6);
  }

  @Test
  void anUnknownFileIsNotThere() throws Exception {
    assertProblem(api().get("errors/none"), 404, 2);
    assertProblem(api().delete("errors/none"), 404, 2);
    Answer head = api().head("errors/none");
    assertThat(head.status()).isEqualTo(404);
    assertThat(head.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"node/999", "node/999/file", "node/x%20y", "node/999/file?limit=5"})
  void anUnknownNodeIsNotThere(String path) throws Exception {
    assertProblem(api().getPath(path), 404, 10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"node/100/file?limit=0", "node/100/file?limit=x", "node/100/file?state=nonsense"})
  void aBadParameterIsRefused(String path) throws Exception {
    assertProblem(api().getPath(path), 400, 6);
  }

  @Test
  void theServerDoesNotTellWhatItIs() throws Exception {
    Answer answer = api().getPath("nothing");
    assertThat(answer.header("Server")).isEmpty();
    assertThat(answer.header("X-Powered-By")).isEmpty();
    assertThat(answer.text()).doesNotContainIgnoringCase("payara").doesNotContain("<html");
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
