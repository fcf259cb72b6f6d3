package io.github.dfserver.manager.served;

import io.github.dfserver.manager.transfer.BytesSource;
import io.github.dfserver.protocol.Sha256;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A file out of the WAR, in memory, as clients get it. Immutable. */
public final class ServedFile {
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
   * @param path its path in the WAR, beginning with a slash
   * @param mediaType with the charset of a text
   * @param headers what is sent with it, besides its type and what lets clients keep it
   * @throws IllegalStateException when the WAR does not have it
   */
  public static ServedFile read(
      ServletContext context, String path, String mediaType, Map<String, String> headers)
      throws IOException {
    try (InputStream in = context.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the WAR was built without " + path);
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
