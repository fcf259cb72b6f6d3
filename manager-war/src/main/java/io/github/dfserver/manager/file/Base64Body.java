package io.github.dfserver.manager.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads a body that has a file as base64 text. */
interface Base64Body {
  /**
   * Reads all of it.
   *
   * @param body closed by the caller
   * @param decoded takes the file's bytes
   * @return the file's name
   * @throws BodyRefusedException code 6, when it is not what it should be
   */
  FileName parse(InputStream body, OutputStream decoded) throws IOException;

  /** {@code application/json}: an object with {@code filename} and {@code file}, in any order. */
  static Base64Body json() {
    return new JsonBody();
  }

  /** {@code application/x-www-form-urlencoded}, the same two fields in any order. */
  static Base64Body form() {
    return (body, decoded) -> new UrlEncodedBody(body).parse(decoded);
  }

  /** Nothing but base64 text, for a file whose name is known. */
  static Base64Body text(FileName name) {
    return (body, decoded) -> {
      Base64Text.decode(body::read, decoded);
      return name;
    };
  }
}
