package io.github.dfserver.manager.file;

import io.github.dfserver.manager.error.Problem;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A urlencoded form (WHATWG URL, section 5.1) with a file as base64 text, decoded as it is read.
 */
final class UrlEncodedBody {
  private static final int END_OF_FIELD = -1;
  private static final int MAX_TEXT = 4 * 1024;

  private final InputStream in;
  private boolean ended;
  private boolean inKey;
  private boolean fieldOver;

  UrlEncodedBody(InputStream in) {
    this.in = new BufferedInputStream(in, 16 * 1024);
  }

  FileName parse(OutputStream decoded) throws IOException {
    FileName name = null;
    boolean file = false;
    while (!ended) {
      String key = key();
      if (key.equals("filename") && name == null) {
        name = FileName.ofUtf8(text());
      } else if (key.equals("file") && !file) {
        // A plus sign that the client did not encode has become a space.
        Base64Text.decode(
            () -> {
              int c = next();
              return c == ' ' ? '+' : c;
            },
            decoded);
        file = true;
      } else if (key.equals("filename") || key.equals("file")) {
        throw refused("The field '" + key + "' is there twice.");
      } else {
        skip();
      }
    }
    if (name == null || !file) {
      throw refused("The field '" + (file ? "filename" : "file") + "' is missing.");
    }
    return name;
  }

  private String key() throws IOException {
    inKey = true;
    StringBuilder key = new StringBuilder();
    for (int c = next(); c != END_OF_FIELD; c = next()) {
      if (key.length() < MAX_TEXT) {
        key.append((char) c);
      }
    }
    return key.toString();
  }

  private byte[] text() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int c = next(); c != END_OF_FIELD; c = next()) {
      if (text.size() < MAX_TEXT) {
        text.write(c);
      }
    }
    return text.toByteArray();
  }

  private void skip() throws IOException {
    int c;
    do {
      c = next();
    } while (c != END_OF_FIELD);
  }

  /** The next decoded byte of a key or a value, or -1 at its end. */
  private int next() throws IOException {
    if (fieldOver && !inKey) {
      return END_OF_FIELD;
    }
    int c = in.read();
    if (c == '=' && inKey) {
      inKey = false;
      fieldOver = false;
      return END_OF_FIELD;
    }
    if (c < 0 || c == '&') {
      ended = c < 0;
      inKey = false;
      fieldOver = true;
      return END_OF_FIELD;
    }
    return c == '+' ? ' ' : c == '%' ? hex() << 4 | hex() : c;
  }

  private int hex() throws IOException {
    int digit = Character.digit(in.read(), 16);
    if (digit < 0) {
      throw refused("The form has a broken percent escape.");
    }
    return digit;
  }

  private static BodyRefusedException refused(String detail) {
    return new BodyRefusedException(Problem.invalidRequest(detail));
  }
}
