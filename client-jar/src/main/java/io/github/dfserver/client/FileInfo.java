package io.github.dfserver.client;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What the manager tells of a file along with its bytes.
 *
 * @param name its whole name
 * @param size of the whole file in bytes, also where a range was read; -1 where something between
 *     here and the manager has taken that away
 * @param sha256 of the whole file, 64 digits of lower-case hex; null where it was taken away
 * @param contentType its media type
 * @param lastModified when it was stored, to the second; null where it was taken away
 */
public record FileInfo(
    String name, long size, String sha256, String contentType, Instant lastModified) {
  private static final Pattern TAG = Pattern.compile("\"[0-9a-f]{64}\"");

  static FileInfo of(String name, long size, Response response) {
    String tag = response.getHeaderString(HttpHeaders.ETAG);
    return new FileInfo(
        name,
        size,
        tag != null && TAG.matcher(tag).matches() ? tag.substring(1, 65) : null,
        response.getHeaderString(HttpHeaders.CONTENT_TYPE),
        HttpDate.parse(response.getHeaderString(HttpHeaders.LAST_MODIFIED)));
  }
}
