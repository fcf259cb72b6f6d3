package io.github.dfserver.it.api;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.Json;
import io.github.dfserver.it.http.NamePath;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.Multipart;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /file} in each of its forms. */
class UploadFormsIT {
  @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.shared();

  private static final byte[] CONTENT = Content.random(1, 3000);
  private static final String BASE64 = Base64.getEncoder().encodeToString(CONTENT);
  private static final String URL_ENCODED = "application/x-www-form-urlencoded";

  @Test
  void urlEncodedFieldsMakeAFileThatTheAnswerDescribes() throws Exception {
    String name = "forms/url encoded & größer.bin";
    Answer answer = post(URL_ENCODED, form(name, BASE64));

    assertStored(answer, name, CONTENT);
    Map<String, Object> file = answer.json();
    assertThat(file).containsKeys("contentType");
    assertThat((String) file.get("node")).isIn("100", "101", "102");
    assertThat(file.get("id")).isInstanceOf(String.class);
    assertThat(Instant.parse((String) file.get("createdAt")))
        .isBefore(Instant.now().plusSeconds(5));
    assertThat((String) file.get("createdAt")).endsWith("Z");
  }

  @Test
  void urlEncodedFieldsComeInEitherOrder() throws Exception {
    String name = "forms/url-encoded-file-first.bin";
    Answer answer =
        post(
            URL_ENCODED,
            "file=" + NamePath.parameter(BASE64) + "&filename=" + NamePath.parameter(name));
    assertStored(answer, name, CONTENT);
  }

  @Test
  void urlEncodedMayNameItsCharset() throws Exception {
    String name = "forms/charset ü.bin";
    assertStored(post(URL_ENCODED + "; charset=UTF-8", form(name, BASE64)), name, CONTENT);
  }

  @Test
  void jsonFieldsComeInEitherOrder() throws Exception {
    String first = "forms/json-filename-first.bin";
    assertStored(post("application/json", json(first, BASE64)), first, CONTENT);
    String second = "forms/json-file-first.bin";
    Answer answer =
        post(
            "application/json",
            "{\"file\": \"" + BASE64 + "\", \"filename\": " + Json.quote(second) + "}");
    assertStored(answer, second, CONTENT);
  }

  @Test
  void jsonEscapesAreReadInTheName() throws Exception {
    String name = "forms/json-\ud83d\ude00-ß.bin";
    Answer answer =
        post(
            "application/json; charset=utf-8",
            "{\"filename\":\"forms\\/json-\\ud83d\\ude00-\\u00df.bin\",\"file\":\""
                + BASE64
                + "\"}");
    assertStored(answer, name, CONTENT);
  }

  @Test
  void aMultipartPartWithItsOwnFilenameIsRawBytes() throws Exception {
    String name = "forms/multipart/raw.bin";
    Multipart form =
        new Multipart().field("filename", name).file("file", "ignored.bin", "image/png", CONTENT);
    Answer answer = post(form.contentType(), form.body());

    assertStored(answer, name, CONTENT);
    assertThat(CLUSTER.api().get(name).header("Content-Type")).contains("image/png");
  }

  @Test
  void aMultipartPartsOwnFilenameIsTheNameWhereNoFieldGivesOne() throws Exception {
    String name = "forms-own-name.bin";
    Multipart form = new Multipart().file("file", name, "application/octet-stream", CONTENT);
    assertStored(post(form.contentType(), form.body()), name, CONTENT);
  }

  @Test
  void aMultipartPartWithoutFilenameIsBase64() throws Exception {
    String name = "forms/multipart/base64.bin";
    Multipart form = new Multipart().field("filename", name).field("file", BASE64);
    assertStored(post(form.contentType(), form.body()), name, CONTENT);
  }

  @Test
  void aLargeMultipartPartKeepsWhatLooksLikeABoundary() throws Exception {
    String name = "forms/multipart/large.bin";
    Multipart form = new Multipart();
    byte[] content = Content.random(2, 5_000_000);
    byte[] almost = ("\r\n--" + form.boundary().substring(1)).getBytes(StandardCharsets.US_ASCII);
    for (int at = 1000; at < content.length - almost.length; at += 65_521) {
      System.arraycopy(almost, 0, content, at, almost.length);
    }
    form.field("filename", name).file("file", "x", "application/octet-stream", content);
    assertStored(post(form.contentType(), form.body()), name, content);
  }

  @Test
  void anEmptyFileIsAFile() throws Exception {
    assertStored(
        post("application/json", json("forms/empty.json", "")), "forms/empty.json", new byte[0]);
    Multipart form = new Multipart().file("file", "forms-empty", "text/plain", new byte[0]);
    assertStored(post(form.contentType(), form.body()), "forms-empty", new byte[0]);
  }

  @Test
  void aMultipartFilenameFieldAfterTheFileIsRefused() throws Exception {
    Multipart form =
        new Multipart()
            .file("file", "forms-late-1", "text/plain", CONTENT)
            .field("filename", "forms-late-2");
    assertProblem(post(form.contentType(), form.body()), 400, 6);
    assertThat(CLUSTER.api().get("forms-late-1").status()).isEqualTo(404);
    assertThat(CLUSTER.api().get("forms-late-2").status()).isEqualTo(404);
  }

  @Test
  void missingFieldsAreRefused() throws Exception {
    assertProblem(post(URL_ENCODED, "filename=forms-no-file"), 400, 6);
    assertProblem(post(URL_ENCODED, "file=" + NamePath.parameter(BASE64)), 400, 6);
    assertProblem(post("application/json", "{\"filename\": \"forms-no-file\"}"), 400, 6);
    assertProblem(post("application/json", "{\"file\": \"" + BASE64 + "\"}"), 400, 6);
    Multipart noName = new Multipart().field("file", BASE64);
    assertProblem(post(noName.contentType(), noName.body()), 400, 6);
    Multipart noFile = new Multipart().field("filename", "forms-no-file");
    assertProblem(post(noFile.contentType(), noFile.body()), 400, 6);
    assertThat(CLUSTER.api().get("forms-no-file").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ab=c", "abc$", "====", "YQ=", "Zm9v-_"})
  void badBase64IsRefusedInEveryForm(String base64) throws Exception {
    String name = "forms/bad-base64";
    assertProblem(post(URL_ENCODED, form(name, base64)), 400, 6);
    assertProblem(post("application/json", json(name, base64)), 400, 6);
    Multipart multipart = new Multipart().field("filename", name).field("file", base64);
    assertProblem(post(multipart.contentType(), multipart.body()), 400, 6);
    assertThat(CLUSTER.api().get(name).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "\"text\"",
        "{\"filename\": \"forms-bad-json\", \"file\": \"YQ==\"",
        "{\"filename\": \"forms-bad-json\", \"file\": 5}",
        "{\"filename\": 5, \"file\": \"YQ==\"}",
        "{\"filename\": [\"forms-bad-json\"], \"file\": \"YQ==\"}",
        "{\"filename\": \"forms-bad-json\", \"file\": \"YQ==\"} x",
        "{\"filename\": \"forms-bad-json-\\ud800\", \"file\": \"YQ==\"}",
        "{\"filename\": \"forms-bad-json-\\udc00x\", \"file\": \"YQ==\"}"
      })
  void badJsonIsRefused(String json) throws Exception {
    assertProblem(post("application/json", json), 400, 6);
    assertThat(CLUSTER.api().names("forms-bad-json")).isEmpty();
  }

  @Test
  void brokenMultipartIsRefused() throws Exception {
    String type = "multipart/form-data; boundary=b";
    assertProblem(post("multipart/form-data", "--b--"), 400, 6);
    assertProblem(post(type, "no boundary at all"), 400, 6);
    assertProblem(
        post(
            type,
            String.join(
                "\r\n",
                "--b",
                "Content-Disposition: form-data; name=\"file\"; filename=\"forms-cut\"",
                "",
                "abc")),
        400,
        6);
    assertProblem(
        post(type, "--b\r\nContent-Disposition: form-data; name=\"filename\"\r\n\r\nforms-cut"),
        400,
        6);
    assertThat(CLUSTER.api().get("forms-cut").status()).isEqualTo(404);
  }

  @Test
  void otherTypesAreRefused() throws Exception {
    assertProblem(post("text/plain", "filename=a&file=YQ=="), 415, 6);
    assertProblem(post("application/octet-stream", "a"), 415, 6);
  }

  @Test
  void base64OverItsLimitIsTooLargeInEveryForm() throws Exception {
    String base64 = Base64.getEncoder().encodeToString(new byte[ClusterExtension.MAX_BASE64 + 1]);
    String name = "forms/too-large";
    assertProblem(post(URL_ENCODED, form(name, base64)), 413, 7);
    assertProblem(post("application/json", json(name, base64)), 413, 7);
    Multipart multipart = new Multipart().field("filename", name).field("file", base64);
    assertProblem(post(multipart.contentType(), multipart.body()), 413, 7);
    assertThat(CLUSTER.api().get(name).status()).isEqualTo(404);
  }

  @Test
  void base64AtItsLimitIsTaken() throws Exception {
    byte[] content = Content.random(3, ClusterExtension.MAX_BASE64);
    String base64 = Base64.getEncoder().encodeToString(content);
    assertStored(post(URL_ENCODED, form("forms/limit-1", base64)), "forms/limit-1", content);
    assertStored(post("application/json", json("forms/limit-2", base64)), "forms/limit-2", content);
  }

  @Test
  void aNameInUseIsRefusedInEveryFormAndTellsWhatIsThere() throws Exception {
    String name = "forms/in-use";
    Map<String, Object> there = post("application/json", json(name, BASE64)).json();
    Multipart raw =
        new Multipart().field("filename", name).file("file", "x", "text/plain", new byte[] {1});
    for (Answer answer :
        new Answer[] {
          post("application/json", json(name, "YQ==")),
          post(URL_ENCODED, form(name, "YQ==")),
          post(raw.contentType(), raw.body())
        }) {
      assertProblem(answer, 409, 3);
      assertThat(answer.json())
          .containsEntry("id", there.get("id"))
          .containsEntry("size", (long) CONTENT.length)
          .containsEntry("sha256", Content.sha256(CONTENT));
    }
    assertThat(CLUSTER.api().get(name).body()).isEqualTo(CONTENT);
  }

  private static void assertStored(Answer answer, String name, byte[] content) throws Exception {
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    assertThat(answer.json())
        .containsEntry("filename", name)
        .containsEntry("size", (long) content.length)
        .containsEntry("sha256", Content.sha256(content));
    URI location = CLUSTER.api().base().resolve(answer.header("Location").orElseThrow());
    assertThat(location).isEqualTo(CLUSTER.api().file(name));
    assertThat(CLUSTER.api().get(name).body()).isEqualTo(content);
  }

  private static String form(String name, String base64) {
    return "filename=" + NamePath.parameter(name) + "&file=" + NamePath.parameter(base64);
  }

  private static String json(String name, String base64) {
    return "{\"filename\": " + Json.quote(name) + ", \"file\": \"" + base64 + "\"}";
  }

  private static Answer post(String type, String body) throws Exception {
    return post(type, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Answer post(String type, byte[] body) throws Exception {
    return CLUSTER
        .api()
        .send(
            CLUSTER
                .api()
                .request(CLUSTER.api().uri("file"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
  }
}
