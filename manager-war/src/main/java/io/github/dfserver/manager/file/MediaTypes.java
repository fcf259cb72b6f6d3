package io.github.dfserver.manager.file;

import java.net.URLConnection;
import java.util.Locale;
import java.util.Map;

/** What a Content-Type says (RFC 9110, section 8.3), and the one that a file is given back with. */
public final class MediaTypes {
  private static final String UNKNOWN = "application/octet-stream";
  private static final int MAX_LENGTH = 255;

  /** What the JDK's own table lacks and people store. */
  private static final Map<String, String> MORE =
      Map.ofEntries(
          Map.entry("json", "application/json"),
          Map.entry("md", "text/markdown"),
          Map.entry("csv", "text/csv"),
          Map.entry("css", "text/css"),
          Map.entry("js", "text/javascript"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("webp", "image/webp"),
          Map.entry("avif", "image/avif"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("webm", "video/webm"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("yaml", "application/yaml"),
          Map.entry("yml", "application/yaml"),
          Map.entry("7z", "application/x-7z-compressed"),
          Map.entry("gz", "application/gzip"),
          Map.entry("jar", "application/java-archive"),
          Map.entry("woff2", "font/woff2"));

  private MediaTypes() {}

  /** Type and subtype in lower case, without parameters; empty where none was sent (null). */
  public static String essence(String sent) {
    return sent == null ? "" : sent.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** The type that was sent; where none was (null, empty, unusable), a guess from the name. */
  static String of(String sent, FileName name) {
    if (sent != null) {
      String type = sent.strip();
      if (!type.isEmpty()
          && type.length() <= MAX_LENGTH
          && type.indexOf('/') > 0
          && type.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
        return type;
      }
    }
    String segment = name.lastSegment();
    String extension = segment.substring(segment.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String known = segment.indexOf('.') < 0 ? null : MORE.get(extension);
    if (known == null && segment.indexOf('.') >= 0) {
      known = URLConnection.getFileNameMap().getContentTypeFor("x." + extension);
    }
    return known == null ? UNKNOWN : known;
  }
}
