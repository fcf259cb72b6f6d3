package io.github.dfserver.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.support.ClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told, so that no stored file acts in the name of the manager. */
class BrowserHeadersIT {
  @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.shared();

  private static FileApi api() {
    return CLUSTER.api();
  }

  private static String header(Answer answer, String name) {
    return answer.header(name).orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, attachment",
    "image/svg+xml, attachment",
    "application/xml, attachment",
    "text/javascript, attachment",
    "image/png, inline",
    "text/plain; charset=utf-8, inline",
    "application/pdf, inline",
    "video/mp4, inline"
  })
  void onlySafeTypesAreShown(String type, String disposition) throws Exception {
    String name = "browser/" + type.replaceAll("[^a-z]", "-");
    // Small, and large enough for a transfer.
    for (int size : new int[] {10, 200_000}) {
      assertThat(api().put(name + size, new byte[size], "Content-Type", type).status())
          .isEqualTo(201);
      for (Answer answer :
          new Answer[] {
            api().get(name + size),
            api().head(name + size),
            api().get(name + size, "Range", "bytes=0-4")
          }) {
        // Undertow leaves the space out, which means the same (RFC 9110, section 8.3.1).
        assertThat(header(answer, "Content-Type").replace("; ", ";"))
            .isEqualTo(type.replace("; ", ";"));
        assertThat(header(answer, "Content-Disposition")).startsWith(disposition + "; filename=");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Content-Security-Policy"))
            .contains("default-src 'none'")
            .doesNotContain("script");
        assertThat(header(answer, "Content-Security-Policy").contains("sandbox"))
            .isEqualTo(!type.equals("application/pdf"));
        assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
      }
    }
  }

  @Test
  void anOddNameIsSpeltForBrowsers() throws Exception {
    String name = "browser/\u00e9\"; x=\ud83d\ude00.txt";
    assertThat(api().put(name, new byte[1]).status()).isEqualTo(201);
    assertThat(header(api().get(name), "Content-Disposition"))
        .isEqualTo(
            "inline; filename=\"__; x=__.txt\"; filename*=UTF-8''%C3%A9%22%3B%20x%3D%F0%9F%98%80.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file?limit=1",
        "node",
        "balance",
        "health/live",
        "metrics",
        "openapi",
        "openapi/ui",
        "file/browser/none",
        "nothing",
        "WEB-INF/web.xml"
      })
  void allElseIsHeldToItsType(String path) throws Exception {
    Answer answer = api().getPath(path);
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
    assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(answer, "Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'");
  }
}
