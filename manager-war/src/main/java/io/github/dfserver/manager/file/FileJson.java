package io.github.dfserver.manager.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.Stray;
import io.github.dfserver.protocol.Copy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The JSON of files and of lists of them. UTF-8. */
public final class FileJson {
  private static final JsonFactory JSON = new JsonFactory();

  private FileJson() {}

  /** One file. The record has content. */
  public static byte[] file(FileRecord file) {
    return write(json -> writeFile(json, file));
  }

  /** One page of files; {@code folders} is left out where it is empty Optional. */
  public static byte[] page(
      List<FileRecord> files, Optional<List<String>> folders, Optional<String> next) {
    return write(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("files");
          for (FileRecord file : files) {
            writeFile(json, file);
          }
          json.writeEndArray();
          if (folders.isPresent()) {
            json.writeArrayFieldStart("folders");
            for (String folder : folders.get()) {
              json.writeString(folder);
            }
            json.writeEndArray();
          }
          if (next.isPresent()) {
            json.writeStringField("next", next.get());
          }
          json.writeEndObject();
        });
  }

  /** One page of copies that no record explains, told of like files. */
  public static byte[] strays(List<Stray> strays, Optional<String> next) {
    return write(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("files");
          for (Stray stray : strays) {
            Copy copy = stray.copy();
            writeFile(
                json,
                copy.fileId(),
                copy.name(),
                new FileContent(copy.size(), copy.sha256()),
                copy.contentType(),
                stray.node(),
                copy.createdAt());
          }
          json.writeEndArray();
          if (next.isPresent()) {
            json.writeStringField("next", next.get());
          }
          json.writeEndObject();
        });
  }

  /** The answer of a delete. */
  static byte[] deleted(String name) {
    return write(
        json -> {
          json.writeStartObject();
          json.writeStringField("filename", name);
          json.writeStringField("data", "File deleted");
          json.writeEndObject();
        });
  }

  private static void writeFile(JsonGenerator json, FileRecord file) throws IOException {
    writeFile(
        json,
        file.fileId(),
        file.name(),
        file.content().orElseThrow(),
        file.contentType(),
        file.node(),
        file.createdAt());
  }

  private static void writeFile(
      JsonGenerator json,
      UUID id,
      String name,
      FileContent content,
      String contentType,
      String node,
      Instant createdAt)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id.toString());
    json.writeStringField("filename", name);
    json.writeNumberField("size", content.size());
    json.writeStringField("sha256", content.sha256().hex());
    json.writeStringField("contentType", contentType);
    json.writeStringField("node", node);
    json.writeStringField("createdAt", createdAt.toString());
    json.writeEndObject();
  }

  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  private static byte[] write(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
