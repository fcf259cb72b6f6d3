package io.github.dfserver.it.api;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.RawHttp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET} and {@code HEAD /file/{filename}}: headers, ranges and conditions of RFC 9110. */
class DownloadIT {
  @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.shared();

  private static final String SMALL = "download/small.txt";
  private static final String LARGE = "download/large.bin";
  private static final String EMPTY = "download/empty";
  private static final byte[] SMALL_CONTENT = Content.random(1, 1000);
  private static final byte[] LARGE_CONTENT = Content.random(2, 1_000_000);

  private static String smallTag;
  private static ZonedDateTime modified;

  @BeforeAll
  static void upload() throws Exception {
    assertThat(api().put(SMALL, SMALL_CONTENT).status()).isEqualTo(201);
    assertThat(api().put(LARGE, LARGE_CONTENT).status()).isEqualTo(201);
    assertThat(api().put(EMPTY, new byte[0]).status()).isEqualTo(201);
    smallTag = "\"" + Content.sha256(SMALL_CONTENT) + "\"";
    modified = date(api().head(SMALL).header("Last-Modified").orElseThrow());
  }

  @Test
  void aWholeFileComesWithItsHeaders() throws Exception {
    Answer answer = api().get(SMALL);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(SMALL_CONTENT);
    assertSmallHeaders(answer);
    assertThat(answer.header("Content-Length")).contains("1000");
  }

  @Test
  void headGivesTheHeadersOnly() throws Exception {
    Answer answer = api().head(SMALL);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertSmallHeaders(answer);
    assertThat(answer.header("Content-Length")).contains("1000");
    assertThat(api().head(EMPTY).header("Content-Length")).contains("0");
    assertThat(api().head("download/none").status()).isEqualTo(404);
  }

  @Test
  void headSendsNoBodyOnAConnectionThatGoesOn() throws Exception {
    try (RawHttp raw = new RawHttp(CLUSTER.cluster().port())) {
      for (String name : new String[] {LARGE, "download/none", SMALL}) {
        raw.head("HEAD /file/" + name);
        assertThat(raw.readHead().status()).isEqualTo(name.endsWith("none") ? 404 : 200);
      }
      raw.head("GET /file/" + SMALL);
      assertThat(raw.readHead().status()).isEqualTo(200);
      assertThat(raw.readBody(1000)).isEqualTo(SMALL_CONTENT);
    }
  }

  @Test
  void headIgnoresRanges() throws Exception {
    Answer answer = api().head(SMALL, "Range", "bytes=0-9");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).contains("1000");
  }

  @Test
  void theTypeIsGuessedFromTheNameWhereNoneWasGiven() throws Exception {
    api().put("download/guess.pdf", new byte[1]);
    api().put("download/guess.JPG", new byte[1]);
    api().put("download/guess", new byte[1]);
    api().put("download/guess.unheard-of", new byte[1]);
    assertThat(api().get("download/guess.pdf").header("Content-Type")).contains("application/pdf");
    assertThat(api().get("download/guess.JPG").header("Content-Type")).contains("image/jpeg");
    assertThat(api().get("download/guess").header("Content-Type"))
        .contains("application/octet-stream");
    assertThat(api().get("download/guess.unheard-of").header("Content-Type"))
        .contains("application/octet-stream");
  }

  @ParameterizedTest
  @CsvSource({
    "0-0, 0, 0",
    "0-99, 0, 99",
    "500-, 500, 999",
    "-1, 999, 999",
    "-200, 800, 999",
    "-5000, 0, 999",
    "990-5000, 990, 999",
    "0-999, 0, 999",
    "999-999, 999, 999"
  })
  void aRangeGivesItsBytes(String range, int first, int last) throws Exception {
    Answer answer = api().get(SMALL, "Range", "bytes=" + range);
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(SMALL_CONTENT, first, last + 1));
    assertThat(answer.header("Content-Range")).contains("bytes " + first + "-" + last + "/1000");
    assertSmallHeaders(answer);
  }

  @ParameterizedTest
  @CsvSource({"0-0", "65535-65536", "1-999999", "999999-", "-70000", "400000-500000"})
  void aRangeOfALargeFileGivesItsBytes(String range) throws Exception {
    String[] ends = range.split("-", -1);
    int first =
        ends[0].isEmpty() ? 1_000_000 - Integer.parseInt(ends[1]) : Integer.parseInt(ends[0]);
    int last = ends[0].isEmpty() || ends[1].isEmpty() ? 999_999 : Integer.parseInt(ends[1]);
    Answer answer = api().get(LARGE, "Range", "bytes=" + range);
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.header("Content-Range")).contains("bytes " + first + "-" + last + "/1000000");
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(LARGE_CONTENT, first, last + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000-", "1000-2000", "99999999999999999999-", "-0"})
  void aRangeOutsideTheFileIsRefused(String range) throws Exception {
    Answer answer = api().get(SMALL, "Range", "bytes=" + range);
    assertProblem(answer, 416, 6);
    assertThat(answer.header("Content-Range")).contains("bytes */1000");
  }

  @Test
  void anyRangeOfAnEmptyFileIsRefused() throws Exception {
    assertProblem(api().get(EMPTY, "Range", "bytes=0-0"), 416, 6);
    assertThat(api().get(EMPTY).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-9,20-29",
        "bytes=5-2",
        "bytes=abc",
        "bytes=",
        "bytes=-",
        "lines=0-1",
        "x"
      })
  void severalRangesAndWhatIsNoRangeGiveTheWholeFile(String range) throws Exception {
    Answer answer = api().get(SMALL, "Range", range);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(SMALL_CONTENT);
  }

  @Test
  void ifRangeGivesTheRangeOnlyOfTheSameFile() throws Exception {
    assertThat(range("If-Range", smallTag).status()).isEqualTo(206);
    assertThat(range("If-Range", "\"other\"").status()).isEqualTo(200);
    assertThat(range("If-Range", "W/" + smallTag).status()).isEqualTo(200);
    assertThat(range("If-Range", http(modified.minusDays(1))).status()).isEqualTo(200);
    assertThat(range("If-Range", "nonsense").status()).isEqualTo(200);
  }

  @Test
  void ifMatchGivesOnlyTheNamedFile() throws Exception {
    assertThat(get("If-Match", smallTag)).isEqualTo(200);
    assertThat(get("If-Match", "*")).isEqualTo(200);
    assertThat(get("If-Match", "\"other\", " + smallTag)).isEqualTo(200);
    assertProblem(api().get(SMALL, "If-Match", "\"other\""), 412, 6);
    assertProblem(api().get(SMALL, "If-Match", "W/" + smallTag), 412, 6);
  }

  @Test
  void ifNoneMatchSpareAnUnchangedFile() throws Exception {
    for (String tag : new String[] {smallTag, "*", "W/" + smallTag, "\"other\", " + smallTag}) {
      Answer answer = api().get(SMALL, "If-None-Match", tag);
      assertThat(answer.status()).as(tag).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.header("ETag")).contains(smallTag);
      assertThat(api().head(SMALL, "If-None-Match", tag).status()).as(tag).isEqualTo(304);
    }
    assertThat(get("If-None-Match", "\"other\"")).isEqualTo(200);
  }

  @Test
  void ifModifiedSinceSparesAnUnchangedFile() throws Exception {
    assertThat(get("If-Modified-Since", http(modified))).isEqualTo(304);
    assertThat(get("If-Modified-Since", http(modified.plusSeconds(1)))).isEqualTo(304);
    assertThat(get("If-Modified-Since", http(modified.minusSeconds(1)))).isEqualTo(200);
    assertThat(get("If-Modified-Since", "not a date")).isEqualTo(200);
    assertThat(api().head(SMALL, "If-Modified-Since", http(modified)).status()).isEqualTo(304);
  }

  @Test
  void ifUnmodifiedSinceGivesOnlyAnUnchangedFile() throws Exception {
    assertThat(get("If-Unmodified-Since", http(modified))).isEqualTo(200);
    assertThat(get("If-Unmodified-Since", "not a date")).isEqualTo(200);
    assertProblem(api().get(SMALL, "If-Unmodified-Since", http(modified.minusSeconds(1))), 412, 6);
  }

  @Test
  void entityTagsCountBeforeDates() throws Exception {
    assertThat(
            api()
                .get(SMALL, "If-None-Match", "\"other\"", "If-Modified-Since", http(modified))
                .status())
        .isEqualTo(200);
    assertThat(
            api()
                .get(
                    SMALL, "If-Match", smallTag, "If-Unmodified-Since", http(modified.minusDays(1)))
                .status())
        .isEqualTo(200);
  }

  @Test
  void conditionsCountBeforeRanges() throws Exception {
    assertThat(range("If-None-Match", smallTag).status()).isEqualTo(304);
    assertThat(range("If-Match", "\"other\"").status()).isEqualTo(412);
    assertThat(range("If-Match", smallTag).status()).isEqualTo(206);
  }

  @ParameterizedTest
  @ValueSource(strings = {SMALL, LARGE, EMPTY})
  void base64EncodingWrapsTheFileInJson(String name) throws Exception {
    byte[] content = api().get(name).body();
    Answer answer = api().getPath("file/" + name + "?encoding=base64");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/json");
    assertThat(answer.header("ETag")).isEmpty();
    assertThat(answer.header("Accept-Ranges").filter(ranges -> !ranges.equals("none"))).isEmpty();
    assertThat(answer.json()).containsOnlyKeys("data");
    assertThat(Base64.getDecoder().decode((String) answer.json().get("data"))).isEqualTo(content);
  }

  @Test
  void base64EncodingKnowsNoRanges() throws Exception {
    Answer answer =
        api()
            .send(
                api()
                    .request(api().uri("file/" + SMALL + "?encoding=base64"))
                    .header("Range", "bytes=0-9")
                    .build());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(Base64.getDecoder().decode((String) answer.json().get("data")))
        .isEqualTo(SMALL_CONTENT);
  }

  @Test
  void anotherEncodingIsRefused() throws Exception {
    assertProblem(api().getPath("file/" + SMALL + "?encoding=rot13"), 400, 6);
  }

  @Test
  void anUnknownNameIsNotThere() throws Exception {
    assertProblem(api().get("download/none"), 404, 2);
    assertProblem(api().get("download/none", "If-None-Match", "*"), 404, 2);
  }

  private static void assertSmallHeaders(Answer answer) {
    assertThat(answer.header("ETag")).contains(smallTag);
    assertThat(answer.header("Accept-Ranges")).contains("bytes");
    assertThat(answer.header("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(date(answer.header("Last-Modified").orElseThrow()).toInstant())
        .isBetween(Instant.now().minusSeconds(3600), Instant.now().plusSeconds(5));
  }

  private static int get(String header, String value) throws Exception {
    Answer answer = api().get(SMALL, header, value);
    if (answer.status() == 200) {
      assertThat(answer.body()).isEqualTo(SMALL_CONTENT);
    }
    return answer.status();
  }

  private static Answer range(String header, String value) throws Exception {
    return api().get(SMALL, "Range", "bytes=0-9", header, value);
  }

  private static ZonedDateTime date(String text) {
    return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
  }

  private static String http(ZonedDateTime time) {
    return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", java.util.Locale.US)
        .format(time.withZoneSameInstant(ZoneOffset.UTC));
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
