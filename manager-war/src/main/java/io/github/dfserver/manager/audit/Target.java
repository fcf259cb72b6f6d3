package io.github.dfserver.manager.audit;

import io.github.dfserver.manager.request.EndedRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a request is about: the name of a file, the id of a node, else its path. */
final class Target {
  private static final String FILE = "/file/";
  private static final String NODE = "/node/";

  private Target() {}

  static String of(EndedRequest request) {
    return request.target().orElseGet(() -> ofPath(request.path()));
  }

  private static String ofPath(String path) {
    if (path.startsWith(FILE)) {
      return decoded(path.substring(FILE.length()));
    }
    if (path.startsWith(NODE)) {
      int end = path.indexOf('/', NODE.length());
      return decoded(end < 0 ? path.substring(NODE.length()) : path.substring(NODE.length(), end));
    }
    return path;
  }

  /** Never fails: what is no escape stays, and what is no UTF-8 becomes U+FFFD. */
  private static String decoded(String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      int high = c == '%' && i + 2 < encoded.length() ? digit(encoded, i + 1) : -1;
      int low = high < 0 ? -1 : digit(encoded, i + 2);
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int digit(String text, int at) {
    return Character.digit(text.charAt(at), 16);
  }
}
