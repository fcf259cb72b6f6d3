package io.github.dfserver.it.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A {@code multipart/form-data} body in the making. */
public final class Multipart {
  private static final String BOUNDARY = "----boundary7MA4YWxkTrZu0gW";

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** Adds a part that carries no {@code filename=}. */
  public Multipart field(String name, String value) {
    return part("form-data; name=\"" + name + "\"", null, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a part that carries its own {@code filename=}. */
  public Multipart file(String name, String filename, String type, byte[] content) {
    return part("form-data; name=\"" + name + "\"; filename=\"" + filename + "\"", type, content);
  }

  /** The boundary between the parts. */
  public String boundary() {
    return BOUNDARY;
  }

  /** The Content-Type of the whole. */
  public String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  /** The whole body, ended. */
  public byte[] body() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(body.toByteArray());
    whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return whole.toByteArray();
  }

  private Multipart part(String disposition, String type, byte[] content) {
    String head =
        "--"
            + BOUNDARY
            + "\r\nContent-Disposition: "
            + disposition
            + (type == null ? "" : "\r\nContent-Type: " + type)
            + "\r\n\r\n";
    body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    return this;
  }
}
