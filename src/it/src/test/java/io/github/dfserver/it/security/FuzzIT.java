package io.github.dfserver.it.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.Output;
import io.github.dfserver.it.support.ApiContract;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.HostileProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests that schemathesis makes from the OpenAPI document, most of them malformed: no fault of
 * the server, nothing let in, nothing lost. As many as {@code -Ddfs.fuzz.requests} says, on the
 * seed {@code -Ddfs.fuzz.seed}.
 */
class FuzzIT {
  private static final int REQUESTS = Integer.getInteger("dfs.fuzz.requests", 1000);
  private static final int SEED = Integer.getInteger("dfs.fuzz.seed", 1);
  private static final int FILES = 20;

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("fuzz", options -> options.withTokens().withNodes("100", "101"));

  private final Path directory = CLUSTER.cluster().options().directory().resolve("schemathesis");

  @Test
  void malformedRequestsOfAnAdministratorAreNoFaultAndLoseNothing() throws Exception {
    Map<String, byte[]> kept = new TreeMap<>();
    for (int i = 0; i < FILES; i++) {
      byte[] content = Content.random(i, i % 2 == 0 ? 1000 : 200_000);
      kept.put("kept by all/" + i + ".bin", content);
      assertThat(CLUSTER.api().put("kept by all/" + i + ".bin", content).status()).isEqualTo(201);
    }
    String admin = CLUSTER.cluster().tokens().add("fuzz", "--role", "admin");
    FileApi known = new FileApi(CLUSTER.api().base()).withToken(admin);
    Await.until(
        "the token to be known",
        Duration.ofMinutes(1),
        () -> known.getPath("session").status() == 200);
    List<String> faults = new ArrayList<>();
    for (JsonNode entry : fuzz("admin", "Bearer " + admin)) {
      int status = entry.at("/response/status").asInt();
      boolean refused = (status == 401 || status == 403) && !isLink(entry);
      if (status == 200 && entry.at("/request/method").asString("").equals("DELETE")) {
        // It learns names from listings, and an administrator may delete a file.
        String answer = entry.at("/response/content/text").asString("");
        kept.keySet().removeIf(name -> answer.contains("\"" + name + "\""));
      }
      if (status >= 500 || refused) {
        faults.add(describe(entry));
      }
    }
    assertThat(faults).isEmpty();
    assertThat(kept).isNotEmpty();
    // A node may have been emptied and forgotten, which takes no file along.
    for (Map.Entry<String, byte[]> file : kept.entrySet()) {
      assertThat(CLUSTER.api().get(file.getKey()).body()).isEqualTo(file.getValue());
    }
    assertThat(CLUSTER.api().names("kept by all/")).containsAll(kept.keySet());
    assertThat(CLUSTER.cluster().manager().isAlive()).isTrue();
  }

  @Test
  void withoutGoodCredentialsNothingIsLetIn() throws Exception {
    List<String> before = CLUSTER.api().names("");
    List<String> faults = new ArrayList<>();
    for (JsonNode entry : fuzz("stranger", "Bearer dfs_0123456789abcdef_" + "A".repeat(43))) {
      int status = entry.at("/response/status").asInt();
      boolean probe = entry.at("/request/url").asString("").contains("/health/");
      if (status >= 500 || (status < 400 && !probe)) {
        faults.add(describe(entry));
      }
    }
    assertThat(faults).isEmpty();
    assertThat(CLUSTER.api().names("")).isEqualTo(before);
  }

  /** A link has to be good, whoever shows it. */
  private static boolean isLink(JsonNode entry) {
    String url = entry.at("/request/url").asString("");
    return url.contains("signature=") || url.contains("expires=");
  }

  private static String describe(JsonNode entry) {
    String request = entry.get("request").toString();
    return entry.at("/response/status").asInt()
        + " for "
        + request.substring(0, Math.min(request.length(), 1500));
  }

  /** The requests and their answers, as HAR has them. */
  private List<JsonNode> fuzz(String name, String authorization) throws Exception {
    HostileProgram program = HostileProgram.SCHEMATHESIS;
    assumeTrue(program.isInstalled(), program.missing());
    FileApi api = CLUSTER.api();
    Files.createDirectories(directory);
    Path document = directory.resolve("openapi.json");
    String json = api.getPath("openapi?format=json").text();
    Files.writeString(document, json);
    ApiContract contract = new ApiContract(json);
    int operations = contract.paths().stream().mapToInt(p -> contract.methods(p).size()).sum();
    // No TRACE: Grizzly answers it with 405 by itself and takes its body for the next request,
    // which
    // the proxies of server-config therefore never pass on. PathTricksIT tries it.
    // What it is started with can be seen by every user of the machine; a file cannot.
    Path configuration = directory.resolve(name + ".toml");
    Files.writeString(
        configuration,
        """
        [headers]
        Authorization = "%s"
        [phases.coverage]
        unexpected-methods = ["get", "put", "post", "delete", "options", "patch", "query"]
        """
            .formatted(authorization));
    Path har = directory.resolve(name + ".har");
    program.run(
        directory,
        Output.files(directory).apply(name),
        "--config-file",
        configuration.toString(),
        "run",
        document.toString(),
        "--url",
        api.base().toString().replaceAll("/$", ""),
        "--mode",
        "all",
        "--phases",
        "coverage,fuzzing",
        // Answers for a quarter of an hour.
        "--exclude-path",
        "/events",
        "--checks",
        "not_a_server_error",
        "--continue-on-failure",
        "--no-shrink",
        "--max-examples",
        Integer.toString(Math.max(1, REQUESTS / operations)),
        "--seed",
        Integer.toString(SEED),
        "--suppress-health-check",
        "all",
        "--request-timeout",
        "60",
        "--workers",
        "2",
        "--warnings",
        "off",
        "--report-har-path",
        har.toString());
    List<JsonNode> entries = new ArrayList<>();
    new JsonMapper().readTree(har).at("/log/entries").forEach(entries::add);
    assertThat(entries).as("requests").hasSizeGreaterThanOrEqualTo(REQUESTS);
    System.out.println(name + ": " + entries.size() + " requests of schemathesis, seed " + SEED);
    return entries;
  }
}
