package io.github.dfserver.client;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is asked of a manager.
 *
 * @param method of HTTP
 * @param path below the base URL, with the query, percent-encoded
 * @param headers further ones
 * @param body null where there is none
 */
record Request(String method, String path, Map<String, String> headers, UploadBody body) {
  static Request of(String method, String path) {
    return new Request(method, path, Map.of(), null);
  }

  /** The same with one header more; a value of null adds none. */
  Request with(String name, String value) {
    if (value == null) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Request(method, path, more, body);
  }

  Request with(UploadBody content) {
    return new Request(method, path, headers, content);
  }
}
