package io.github.dfserver.it.api;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.http.NamePath;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ApiContract;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.Multipart;
import io.github.dfserver.it.support.RawHttp;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What {@code GET /openapi} says is what the manager does. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenApiIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int MAX_FILE = 8 * 1024 * 1024;
  private static final int CAPACITY = 4 * 1024 * 1024;
  private static final String FORM = "application/x-www-form-urlencoded";

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "openapi",
          options ->
              options
                  .withNodes("100", "101")
                  .withNodeArguments("--capacity", Integer.toString(CAPACITY))
                  .withSetting("dfs.max-file-size", Integer.toString(MAX_FILE))
                  .withSetting("dfs.max-base64-size", "100000")
                  .withSetting("dfs.transfer-timeout", "5s"));

  private final List<String> faults = new ArrayList<>();
  private final Set<String> succeeded = new TreeSet<>();
  private ApiContract contract;

  @BeforeEach
  void readTheDocument() throws Exception {
    contract = new ApiContract(api().getPath("openapi?format=json").text());
  }

  @Test
  @Order(1)
  void theDocumentIsTheSameInYamlAndJson() throws Exception {
    Answer yaml = api().getPath("openapi");
    assertThat(yaml.header("Content-Type")).contains("application/yaml");
    Answer json = get("/openapi", "Accept", "application/json");
    assertThat(json.header("Content-Type").orElseThrow()).startsWith("application/json");
    assertThat(api().getPath("openapi?format=json").body()).isEqualTo(json.body());
    assertThat(get("/openapi?format=yaml", "Accept", "application/json").body())
        .isEqualTo(yaml.body());
    assertThat(get("/openapi", "Accept", "application/json;q=0.1, */*").body())
        .isEqualTo(yaml.body());

    JsonNode document = new JsonMapper().readTree(json.body());
    assertThat(document).isEqualTo(new YAMLMapper().readTree(yaml.body()));
    URI server = URI.create(document.at("/servers/0/url").stringValue());
    assertThat(api().uri("openapi").resolve(server)).isEqualTo(api().base());
    assertThat(yaml.header("ETag")).isNotEqualTo(json.header("ETag"));
    assertNoFaults();
  }

  @Test
  @Order(2)
  void thePageLoadsNothingFromElsewhere() throws Exception {
    Answer page = get("/openapi/ui");
    assertThat(page.header("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'")
        .doesNotContain("unsafe", "http:", "https:");
    assertThat(page.text()).doesNotContain("://").doesNotContain("<style").doesNotContain(" on");
    Set<String> loaded = new TreeSet<>();
    Matcher links = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.text());
    while (links.find()) {
      URI asset = page(api().uri("openapi/ui"), links.group(1));
      Answer answer = api().send(api().request(asset).build());
      assertThat(answer.status()).as("%s", asset).isEqualTo(200);
      assertThat(answer.body()).isNotEmpty();
      assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
      String tag = answer.header("ETag").orElseThrow();
      Answer known = api().send(api().request(asset).header("If-None-Match", "W/" + tag).build());
      assertThat(known.status()).isEqualTo(304);
      assertThat(known.body()).isEmpty();
      loaded.add(asset.getPath());
    }
    assertThat(loaded)
        .contains("/openapi", "/openapi/ui/ui.js", "/openapi/ui/swagger-ui-bundle.js");
    assertProblem(api().getPath("openapi/ui/nothing.js"), 404, 6);
    assertProblem(api().getPath("openapi/nothing"), 404, 6);
    Answer slash = api().getPath("openapi/ui/");
    assertThat(slash.status()).isEqualTo(308);
    assertThat(api().uri("openapi/ui/").resolve(slash.header("Location").orElseThrow()))
        .isEqualTo(api().uri("openapi/ui"));
    assertNoFaults();
  }

  private static URI page(URI page, String link) {
    URI asset = page.resolve(link);
    assertThat(asset.getAuthority()).isEqualTo(page.getAuthority());
    return asset;
  }

  @Test
  @Order(3)
  void aDocumentedPathHasItsMethodsAndNoOther() throws Exception {
    for (String path : contract.paths()) {
      String real = ending(path).replace("{filename}", "openapi/none.txt").replace("{id}", "999");
      Set<String> methods = contract.methods(path);
      for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
        String request = method + " " + real;
        // A PUT with a digest that cannot be right makes no file.
        Answer answer = send(method, real, BodyPublishers.noBody(), "Content-Digest", "none");
        if (!methods.contains(method)) {
          assertThat(answer.status()).as("%s: %s", request, answer).isEqualTo(405);
          if (!method.equals("HEAD")) {
            assertProblem(answer, 405, 6);
            assertThat(contract.jsonErrors("Problem", answer.text())).as(request).isEmpty();
          }
          assertThat(allowed(answer)).as(request).containsExactlyInAnyOrderElementsOf(methods);
          continue;
        }
        check(method, real, answer);
        assertThat(answer.status()).as(request).isNotEqualTo(405);
        if (method.equals("HEAD")) {
          assertThat(answer.status()).as(request).isEqualTo(get(real).status());
        } else if (answer.status() == 404) {
          assertThat(answer.json().get("errorCode")).as(request).isIn(2L, 10L);
        } else if (method.equals("OPTIONS")) {
          assertThat(allowed(answer)).as(request).containsExactlyInAnyOrderElementsOf(methods);
        }
      }
    }
    assertNoFaults();
  }

  /** Some servers leave HEAD out, which GET implies. */
  private static Set<String> allowed(Answer answer) {
    Set<String> methods = new TreeSet<>();
    for (String method : answer.header("Allow").orElse("").split(",", -1)) {
      methods.add(method.strip());
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }

  @Test
  @Order(4)
  void whatIsAnsweredIsWhatIsDocumented() throws Exception {
    uploads();
    downloads();
    links();
    lists();
    deletes();
    nodes();
    balanceAndCatalogue();
    documents();
    events();
    for (String path : contract.paths()) {
      String real = ending(path).replace("{filename}", "openapi/put.txt").replace("{id}", "100");
      call("OPTIONS", real);
      if (contract.methods(path).contains("GET")) {
        call("GET", real);
        call("HEAD", real);
      }
    }
    lostNode();
    offlineNode();
    assertNoFaults();

    Set<String> documented = new TreeSet<>();
    for (String path : contract.paths()) {
      contract.methods(path).forEach(method -> documented.add(method + " " + path));
    }
    documented.remove("POST /session/oidc"); // needs an issuer: SessionIT
    assertThat(succeeded).isEqualTo(documented);
  }

  /** The one answer that would last for long does not. */
  private static String ending(String path) {
    return path.equals("/events") ? "/events?for=0" : path;
  }

  private void events() throws Exception {
    Answer answer = expect(200, call("GET", "/events?for=0", "Last-Event-ID", "none"));
    assertThat(answer.text()).contains("event: hello", "event: gap");
    for (String method : List.of("GET", "HEAD")) {
      expect(400, call(method, "/events?for=-1"));
    }
  }

  private void uploads() throws Exception {
    byte[] content = "Hello, file server\n".getBytes(StandardCharsets.UTF_8);
    String digest = Content.contentDigest(content);
    expect(201, put("/file/openapi/put.txt", content, "Content-Digest", digest));
    expect(201, put("/file/openapi/large.bin", new byte[300_000]));
    expect(
        201,
        put(
            "/file/" + NamePath.path("openapi/50% off?/a b.json"),
            "{}".getBytes(StandardCharsets.UTF_8)));
    expect(409, put("/file/openapi/put.txt", content));
    expect(400, put("/file/openapi//bad", content));
    expect(
        400,
        put(
            "/file/openapi/other",
            "other".getBytes(StandardCharsets.UTF_8),
            "Content-Digest",
            digest));
    expect(400, put("/file/openapi/part", content, "Content-Range", "bytes 0-18/19"));
    expect(413, put("/file/openapi/huge", new byte[MAX_FILE + 1]));
    expect(507, put("/file/openapi/no-room", new byte[CAPACITY + 1]));

    expect(201, post(FORM, "filename=openapi/form.txt&file=SGVsbG8K"));
    expect(
        201, post("application/json", "{\"filename\":\"openapi/json.txt\",\"file\":\"SGVsbG8K\"}"));
    Multipart raw = new Multipart().field("filename", "openapi/raw.txt");
    expect(201, post(raw.file("file", "x.txt", "text/plain", content)));
    expect(201, post(new Multipart().file("file", "openapi/own-name.txt", "text/plain", content)));
    Multipart base64 = new Multipart().field("filename", "openapi/base64.txt");
    expect(201, post(base64.field("file", "SGVsbG8K")));
    expect(409, post(FORM, "filename=openapi/form.txt&file=SGVsbG8K"));
    expect(400, post(FORM, "filename=openapi/bad.txt&file=!"));
    expect(400, post("application/json", "{"));
    expect(415, post("text/csv", "a,b"));
    expect(413, post(FORM, "filename=openapi/big.txt&file=" + "A".repeat(200_000)));
    try (RawHttp stalled = new RawHttp(CLUSTER.cluster().port())) {
      stalled.head("PUT /file/openapi/stalled", "Content-Length: 100000", "Connection: close");
      expect(408, check("PUT", "/file/openapi/stalled", stalled.readAnswer()));
    }
  }

  private void downloads() throws Exception {
    String file = "/file/openapi/put.txt";
    Answer whole = expect(200, call("GET", file));
    String tag = whole.header("ETag").orElseThrow();
    String date = whole.header("Last-Modified").orElseThrow();
    String past = "Sun, 06 Nov 1994 08:49:37 GMT";
    expect(200, call("GET", "/file/openapi/large.bin"));
    expect(200, call("GET", "/file/" + NamePath.path("openapi/50% off?/a b.json")));
    expect(206, call("GET", file, "Range", "bytes=0-4"));
    expect(206, call("GET", file, "Range", "bytes=-7", "If-Range", tag));
    expect(200, call("GET", file, "Range", "bytes=0-4", "If-Range", "\"other\""));
    expect(200, call("GET", file, "Range", "bytes=0-1,3-4"));
    expect(416, call("GET", file, "Range", "bytes=100-"));
    for (String method : List.of("GET", "HEAD")) {
      expect(304, call(method, file, "If-None-Match", tag));
      expect(304, call(method, file, "If-Modified-Since", date));
      expect(412, call(method, file, "If-Match", "\"other\""));
      expect(412, call(method, file, "If-Unmodified-Since", past));
      expect(404, call(method, "/file/openapi/none"));
      expect(400, call(method, "/file/openapi/../bad"));
      expect(400, call(method, file + "?encoding=hex"));
      expect(200, call(method, file + "?encoding=base64"));
    }
    Answer base64 = call("GET", file + "?encoding=base64");
    assertThat(contract.jsonErrors("Base64Content", base64.text())).isEmpty();
    assertThat(base64.header("ETag")).isEmpty();
  }

  private void links() throws Exception {
    String order = "{\"filename\":\"openapi/put.txt\",\"expiresIn\":60}";
    Answer made = expect(201, order("application/json", order));
    assertThat(contract.jsonErrors("Link", made.text())).isEmpty();
    String link = made.header("Location").orElseThrow();
    String path = link.substring(api().base().getPath().length() - 1);
    for (String method : List.of("GET", "HEAD")) {
      expect(200, call(method, path));
      expect(401, call(method, path.replace("expires=", "expires=9")));
    }
    expect(201, order(FORM, "filename=openapi/put.txt&disposition=attachment"));
    expect(400, order("application/json", "{}"));
    expect(404, order(FORM, "filename=openapi/none"));
    expect(413, order(FORM, "filename=" + "a".repeat(20_000)));
    expect(415, order("text/plain", "openapi/put.txt"));
    expect(204, call("DELETE", "/link"));
    expect(401, call("GET", path));
  }

  private Answer order(String type, String body) throws Exception {
    BodyPublisher publisher = BodyPublishers.ofString(body);
    return check("POST", "/link", send("POST", "/link", publisher, "Content-Type", type));
  }

  private void lists() throws Exception {
    expect(200, call("GET", "/file?prefix=openapi/&limit=2"));
    expect(200, call("GET", "/file?prefix=openapi/&after=openapi/form.txt&limit=1000"));
    expect(200, call("GET", "/file?contains=OPENAPI"));
    Answer level = expect(200, call("GET", "/file?delimiter=/"));
    assertThat(level.strings("folders")).contains("openapi/");
    for (String method : List.of("GET", "HEAD")) {
      expect(400, call(method, "/file?limit=0"));
      expect(400, call(method, "/file?limit=1001"));
      expect(406, call(method, "/file", "Accept", "image/png"));
    }
  }

  private void deletes() throws Exception {
    expect(200, call("DELETE", "/file/openapi/form.txt"));
    expect(404, call("DELETE", "/file/openapi/form.txt"));
    expect(400, call("DELETE", "/file/openapi//bad"));
  }

  private void nodes() throws Exception {
    for (String path :
        List.of("/node", "/node/100", "/node/100/file", "/balance", "/catalogue/rebuild")) {
      expect(200, call("GET", path));
      expect(406, call("GET", path, "Accept", "image/png"));
      expect(406, call("HEAD", path, "Accept", "image/png"));
    }
    for (String state : List.of("missing", "damaged", "unknown")) {
      expect(200, call("GET", "/node/100/file?state=" + state));
    }
    expect(200, call("GET", "/node/100/file?limit=1"));
    expect(400, call("GET", "/node/100/file?state=other"));
    expect(404, call("GET", "/node/999"));
    expect(404, call("GET", "/node/999/file"));
    expect(404, call("DELETE", "/node/999"));
    expect(400, call("DELETE", "/node/100?lost=maybe"));
    expect(409, call("DELETE", "/node/100"));
    expect(404, call("POST", "/node/999/scrub"));
    expect(200, call("POST", "/node/100/scrub"));
    Await.until(
        "a scrub to be told of", SOON, () -> call("GET", "/node/100").json().containsKey("scrub"));
    expect(404, call("POST", "/node/999/drain"));
    expect(200, call("POST", "/node/101/drain"));
    expect(409, call("POST", "/node/100/drain"));
    expect(200, call("GET", "/node"));
    expect(200, call("DELETE", "/node/101/drain"));
    expect(404, call("DELETE", "/node/999/drain"));
  }

  private void balanceAndCatalogue() throws Exception {
    expect(200, call("POST", "/balance/pause"));
    expect(200, call("GET", "/balance"));
    expect(200, call("DELETE", "/balance/pause"));
    awaitRebuilt();
    expect(400, call("POST", "/catalogue/rebuild?cluster=none"));
    expect(409, call("POST", "/catalogue/rebuild?cluster=7b0a3c52-5a3e-4f6c-9a86-0d3c2f1c9b11"));
    expect(200, call("POST", "/catalogue/rebuild"));
    awaitRebuilt();
  }

  private void awaitRebuilt() throws Exception {
    Await.until(
        "the rebuild to end",
        SOON,
        () -> !call("GET", "/catalogue/rebuild").json().get("state").equals("running"));
  }

  private void documents() throws Exception {
    for (String path : List.of("/openapi", "/openapi/ui", "/")) {
      String tag = expect(200, call("GET", path)).header("ETag").orElseThrow();
      expect(304, call("GET", path, "If-None-Match", "\"other\", " + tag));
      expect(304, call("HEAD", path, "If-None-Match", "*"));
    }
    expect(200, call("GET", "/openapi?format=json"));
    for (String method : List.of("GET", "HEAD")) {
      expect(400, call(method, "/openapi?format=xml"));
      expect(406, call(method, "/openapi", "Accept", "image/png"));
    }
  }

  /** Node 101 goes for good. */
  private void lostNode() throws Exception {
    String lost = homedAt("101");
    CLUSTER.cluster().node("101").close();
    CLUSTER.cluster().awaitState("101", "offline");
    expect(409, call("POST", "/node/101/scrub"));
    expect(409, call("DELETE", "/node/101"));
    expect(204, call("DELETE", "/node/101?lost=true"));
    expect(404, call("GET", "/node/101"));
    assertThat(expect(200, call("GET", "/node/101/file?state=missing")).objects("files"))
        .isNotEmpty();
    expect(500, call("GET", lost));
    expect(500, call("HEAD", lost));
  }

  /** Node 100 is away for a while, so that none is left. */
  private void offlineNode() throws Exception {
    String away = homedAt("100");
    CLUSTER.cluster().node("100").close();
    CLUSTER.cluster().awaitState("100", "offline");
    expect(503, call("GET", away));
    expect(503, call("DELETE", away));
    expect(503, put("/file/openapi/nowhere", new byte[1]));
    expect(503, post(FORM, "filename=openapi/nowhere.txt&file=SGVsbG8K"));
    expect(200, call("GET", "/node"));
  }

  /** Makes a file on a node, whichever way placement goes. */
  private String homedAt(String node) throws Exception {
    for (int i = 0; i < 20; i++) {
      String path = "/file/openapi/home/" + node + "/" + i;
      if (expect(201, put(path, new byte[1])).json().get("node").equals(node)) {
        return path;
      }
    }
    throw new AssertionError("no file went to node " + node);
  }

  private Answer call(String method, String path, String... headers) throws Exception {
    return check(method, path, send(method, path, BodyPublishers.noBody(), headers));
  }

  private Answer get(String path, String... headers) throws Exception {
    return call("GET", path, headers);
  }

  private Answer put(String path, byte[] body, String... headers) throws Exception {
    return check("PUT", path, send("PUT", path, BodyPublishers.ofByteArray(body), headers));
  }

  private Answer post(String type, String body) throws Exception {
    BodyPublisher publisher = BodyPublishers.ofString(body);
    return check("POST", "/file", send("POST", "/file", publisher, "Content-Type", type));
  }

  private Answer post(Multipart form) throws Exception {
    BodyPublisher body = BodyPublishers.ofByteArray(form.body());
    return check("POST", "/file", send("POST", "/file", body, "Content-Type", form.contentType()));
  }

  private static Answer send(String method, String path, BodyPublisher body, String... headers)
      throws Exception {
    HttpRequest.Builder request = api().request(api().uri(path.substring(1))).method(method, body);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return api().send(request.build());
  }

  /** Notes what is not as documented. */
  private Answer check(String method, String pathAndQuery, Answer answer) {
    String path = pathAndQuery.split("\\?", 2)[0];
    for (String fault : contract.faults(method, path, answer)) {
      faults.add(method + " " + pathAndQuery + ": " + fault + " in " + answer);
    }
    if (answer.status() < 400) {
      succeeded.add(contract.operation(method, path));
    }
    return answer;
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    return answer;
  }

  private void assertNoFaults() {
    assertThat(faults).isEmpty();
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
