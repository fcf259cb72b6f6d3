package io.github.dfserver.node.transfer;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Collects and reads the head of an HTTP/1.1 answer (RFC 9112): the status and what says where the
 * body ends.
 */
final class ResponseHead {
  static final int MAX_BYTES = 16 * 1024;
  private static final int NOT_GIVEN = -1;

  /** How every alert of TLS begins (RFC 8446, section 5.1). */
  private static final String ALERT = "\u0015\u0003";

  private final StringBuilder text = new StringBuilder();
  private int status;
  private long contentLength = NOT_GIVEN;
  private boolean chunked;
  private boolean keepAlive;
  private boolean continued;

  /**
   * Takes bytes up to the end of the head, and leaves the rest.
   *
   * @return whether the head is whole now; informational answers (1xx) are skipped
   */
  boolean take(ByteBuffer from) throws TransferException {
    while (from.hasRemaining()) {
      text.append((char) Byte.toUnsignedInt(from.get()));
      if (text.length() == ALERT.length() && ALERT.contentEquals(text)) {
        throw TransferException.advising(
            "the manager cannot be understood",
            "it speaks TLS where plain HTTP was asked for; begin its URL with https://",
            null);
      }
      if (endsWithEmptyLine()) {
        parse();
        text.setLength(0);
        if (status >= 200) {
          return true;
        }
        continued |= status == 100;
      } else if (text.length() > MAX_BYTES) {
        throw new TransferException("the head of the manager's answer does not end");
      }
    }
    return false;
  }

  private boolean endsWithEmptyLine() {
    int length = text.length();
    return length >= 4
        && text.charAt(length - 1) == '\n'
        && text.charAt(length - 2) == '\r'
        && text.charAt(length - 3) == '\n';
  }

  private void parse() throws TransferException {
    String[] lines = text.toString().split("\r\n", -1);
    if (!lines[0].matches("HTTP/1\\.[01] [1-9][0-9][0-9]( .*)?")) {
      throw new TransferException("the manager's answer is not HTTP/1.1");
    }
    status = Integer.parseInt(lines[0].substring(9, 12));
    keepAlive = lines[0].startsWith("HTTP/1.1");
    contentLength = NOT_GIVEN;
    chunked = false;
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 1) {
        throw new TransferException("the manager's answer has a header without a name");
      }
      header(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
    }
    if (chunked && contentLength != NOT_GIVEN) {
      throw new TransferException("the manager's answer has two lengths"); // RFC 9112, 6.3
    }
  }

  private void header(String name, String value) throws TransferException {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "content-length" -> {
        if (!value.matches("[0-9]{1,18}") || contentLength != NOT_GIVEN) {
          throw new TransferException("the manager's answer has a bad Content-Length");
        }
        contentLength = Long.parseLong(value);
      }
      case "transfer-encoding" -> {
        if (!value.equalsIgnoreCase("chunked") || chunked) {
          throw new TransferException("the manager's answer has an unknown Transfer-Encoding");
        }
        chunked = true;
      }
      case "connection" -> keepAlive &= !value.toLowerCase(Locale.ROOT).contains("close");
      default -> {} // nothing else matters to a transfer
    }
  }

  /** Whether {@code 100 Continue} has come (RFC 9110, section 15.2.1). */
  boolean continued() {
    return continued;
  }

  int status() {
    return status;
  }

  boolean success() {
    return status / 100 == 2;
  }

  /** Whether the connection may serve another request once the body has been read. */
  boolean keepAlive() {
    return keepAlive;
  }

  /**
   * Reads the body that follows.
   *
   * @throws TransferException when its end could not be told from a broken connection
   */
  ResponseBody body() throws TransferException {
    if (status == 204 || status == 304) {
      return ResponseBody.ofLength(0);
    }
    if (chunked) {
      return ResponseBody.chunked();
    }
    if (contentLength == NOT_GIVEN) {
      throw new TransferException("the manager's answer does not say how long it is");
    }
    return ResponseBody.ofLength(contentLength);
  }
}
