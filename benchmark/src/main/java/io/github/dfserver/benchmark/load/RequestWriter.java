package io.github.dfserver.benchmark.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Writes the requests of one {@link LoadCommand}. Not thread-safe. */
final class RequestWriter {
  private static final int FOLDER = 1000;
  private static final int DIGITS = 9;

  private final boolean upload;
  private final boolean named;
  private final byte[] beforeName;
  private final byte[] afterName;
  private final byte[] body;

  RequestWriter(LoadCommand command) {
    upload = command.kind() == LoadCommand.Kind.PUT;
    named = command.path().endsWith("/");
    beforeName = ascii((upload ? "PUT " : "GET ") + command.path());
    afterName =
        ascii(
            " HTTP/1.1\r\nHost: 127.0.0.1:"
                + command.port()
                + (upload
                    ? "\r\nContent-Type: application/octet-stream\r\nContent-Length: "
                        + command.size()
                    : "")
                + "\r\n\r\n");
    body = new byte[upload ? Math.toIntExact(command.size()) : 0];
    new Random(command.path().hashCode()).nextBytes(body);
  }

  /** The longest request, in bytes. */
  int longest() {
    return beforeName.length + DIGITS + 1 + DIGITS + afterName.length + body.length;
  }

  /** Writes the request for the file of this number; each file's bytes begin with its number. */
  void write(long number, ByteBuffer out) {
    out.put(beforeName);
    if (named) {
      digits(number / FOLDER, out);
      out.put((byte) '/');
      digits(number % FOLDER, out);
    }
    out.put(afterName);
    if (upload) {
      int start = out.position();
      out.put(body);
      if (body.length >= Long.BYTES) {
        out.putLong(start, number);
      }
    }
  }

  private static void digits(long number, ByteBuffer out) {
    long rest = number;
    for (int i = out.position() + DIGITS - 1; i >= out.position(); i--) {
      out.put(i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
    out.position(out.position() + DIGITS);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
