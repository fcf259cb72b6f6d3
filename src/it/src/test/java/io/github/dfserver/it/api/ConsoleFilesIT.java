package io.github.dfserver.it.api;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.support.ClusterExtension;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The files of the web console, as browsers get them. */
class ConsoleFilesIT {
  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"#]+)\"");
  private static final Pattern IMPORT = Pattern.compile("from \"([^\"]+)\"");

  @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.shared();

  private static FileApi api() {
    return CLUSTER.api();
  }

  @Test
  void thePageAndWhatItLoadsComesFromHereAndRunsNothingElse() throws Exception {
    Answer page = api().getPath("");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.text()).doesNotContain("<style").doesNotContain(" onclick=");
    Set<String> types = new TreeSet<>();
    Set<URI> seen = new TreeSet<>();
    load(api().base(), page, seen, types);
    assertThat(types).anyMatch(type -> type.startsWith("text/css"));
    assertThat(types).anyMatch(type -> type.startsWith("text/javascript"));
  }

  private static void load(URI at, Answer answer, Set<URI> seen, Set<String> types)
      throws Exception {
    String type = answer.header("Content-Type").orElseThrow();
    types.add(type);
    assertThat(answer.header("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "http:", "https:");
    assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.header("Cache-Control")).contains("no-cache");
    String tag = answer.header("ETag").orElseThrow();
    Answer known = api().send(api().request(at).header("If-None-Match", tag).build());
    assertThat(known.status()).isEqualTo(304);
    Answer head = api().send(api().request(at).method("HEAD", BodyPublishers.noBody()).build());
    assertThat(head.header("Content-Length")).contains(Integer.toString(answer.body().length));
    Pattern links = type.startsWith("text/html") ? LINK : IMPORT;
    Matcher matcher = links.matcher(type.startsWith("text/") ? answer.text() : "");
    while (matcher.find()) {
      URI asset = at.resolve(matcher.group(1));
      assertThat(asset.getAuthority()).isEqualTo(api().base().getAuthority());
      boolean isConsole = asset.getPath().startsWith(api().base().getPath() + "console/");
      if (isConsole && seen.add(asset)) {
        Answer loaded = api().send(api().request(asset).build());
        assertThat(loaded.status()).as("%s", asset).isEqualTo(200);
        load(asset, loaded, seen, types);
      }
    }
  }

  @Test
  void whatIsNotThereIsNotFoundAndNothingIsWritten() throws Exception {
    assertProblem(api().getPath("console/nothing.js"), 404, 6);
    assertProblem(api().getPath("console/none/"), 404, 6);
    for (String path : new String[] {"console", "console/", "console/index.html"}) {
      Answer moved = api().getPath(path);
      assertThat(moved.status()).as(path).isEqualTo(308);
      assertThat(api().uri(path).resolve(moved.header("Location").orElseThrow()))
          .isEqualTo(api().base());
    }
    for (String path : new String[] {"", "console/index.html"}) {
      Answer put =
          api().send(api().request(api().uri(path)).PUT(BodyPublishers.ofString("x")).build());
      assertProblem(put, 405, 6);
      assertThat(put.header("Allow").orElseThrow()).contains("GET");
    }
  }
}
