package io.github.dfserver.it.http;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A whole answer of the manager. The body is not copied. */
public final class Answer {
  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  /** An answer that was read some other way; header names are compared ignoring case. */
  public Answer(int status, Map<String, String> headers, byte[] body) {
    this(
        status,
        HttpHeaders.of(
            headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))),
            (name, value) -> true),
        body);
  }

  private Answer(int status, HttpHeaders headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  static Answer of(HttpResponse<byte[]> response) {
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** All headers. */
  public HttpHeaders headers() {
    return headers;
  }

  /** The body's bytes. */
  public byte[] body() {
    return body;
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** The body as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body as a JSON object. */
  public Map<String, Object> json() {
    try {
      return Json.object(text());
    } catch (IOException e) {
      throw new IllegalStateException("status " + status + ", no JSON object: " + text(), e);
    }
  }

  /** A member of the JSON object that is a list of objects. */
  @SuppressWarnings("unchecked") // what the JSON is not, the caller's cast finds out
  public List<Map<String, Object>> objects(String member) {
    return (List<Map<String, Object>>) json().getOrDefault(member, List.of());
  }

  /** A member of the JSON object that is a list of strings. */
  @SuppressWarnings("unchecked") // what the JSON is not, the caller's cast finds out
  public List<String> strings(String member) {
    return (List<String>) json().getOrDefault(member, List.of());
  }

  @Override
  public String toString() {
    return status + " " + headers.map() + " " + (body.length > 2000 ? body.length : text());
  }
}
