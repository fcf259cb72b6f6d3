package io.github.dfserver.manager.openapi;

import io.github.dfserver.manager.transfer.BytesSource;
import io.github.dfserver.protocol.Sha256;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A file out of the WAR, in memory, as clients get it. Immutable. */
final class ServedFile {
  private static final String DIRECTORY = "/WEB-INF/openapi/";

  private final Map<String, String> headers;
  private final String entityTag;
  private final ByteBuffer content;

  private ServedFile(String mediaType, Map<String, String> headers, byte[] content) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    this.entityTag = "\"" + Sha256.of(content).hex() + "\"";
    all.put("ETag", entityTag);
    all.put("Content-Type", mediaType);
    // Kept by clients, and asked for again each time: a new version counts at once.
    all.put("Cache-Control", "no-cache");
    all.put("X-Content-Type-Options", "nosniff");
    this.headers = Map.copyOf(all);
    this.content = ByteBuffer.wrap(content);
  }

  /**
   * Reads a file of the WAR.
   *
   * @param name its name in {@code WEB-INF/openapi}
   * @param headers what is sent with it, besides its type and what lets clients keep it
   * @throws IllegalStateException when the WAR does not have it
   */
  static ServedFile read(
      ServletContext context, String name, String mediaType, Map<String, String> headers)
      throws IOException {
    try (InputStream in = context.getResourceAsStream(DIRECTORY + name)) {
      if (in == null) {
        throw new IllegalStateException("the WAR was built without " + DIRECTORY + name);
      }
      return new ServedFile(mediaType, headers, in.readAllBytes());
    }
  }

  /** All its headers but the length. */
  Map<String, String> headers() {
    return headers;
  }

  /** The strong entity tag, quoted (RFC 9110, section 8.8.3). */
  String entityTag() {
    return entityTag;
  }

  /** Bytes. */
  int length() {
    return content.remaining();
  }

  /** The bytes, to be read once. */
  BytesSource source() {
    return new BytesSource(content);
  }
}
