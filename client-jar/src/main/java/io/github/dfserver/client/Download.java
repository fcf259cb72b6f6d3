package io.github.dfserver.client;

import io.github.dfserver.client.error.ConnectionException;
import io.github.dfserver.client.error.DfsException;
import io.github.dfserver.client.error.DigestMismatchException;
import io.github.dfserver.client.error.FileChangedException;
import io.github.dfserver.client.error.InvalidRequestException;
import io.github.dfserver.client.error.ProblemException;
import io.github.dfserver.client.error.TransferCancelledException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file, or a part of one, while it is read. A connection that breaks is made anew, and reading
 * goes on where it was, as long as it is still the same file. At the end of a whole file its
 * SHA-256 is compared: what was read before is good only when the end was reached.
 *
 * <pre>{@code
 * try (Download end = client.open("log.txt", ByteRange.last(4))) {
 *   out.println(new String(end.readAllBytes(), StandardCharsets.UTF_8));
 * }
 * }</pre>
 *
 * <p>{@code read} throws {@link DfsException}s, which are unchecked: {@link
 * DigestMismatchException}, {@link FileChangedException}, {@link ConnectionException} when no
 * attempt is left. For one thread; has to be closed.
 */
public final class Download extends InputStream {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private final Managers managers;
  private final Transfer transfer;
  private final Attempts attempts;
  private final String name;
  private final FileInfo info;
  private final long first;
  private final long end; // -1 where that is not known
  private final MessageDigest digest; // null where there is nothing to compare with
  private Response response;
  private InputStream stream;
  private Cancellation.Registration registration;
  private long position;
  private boolean verified;
  private boolean closed;

  private Download(
      Managers managers, Transfer transfer, String name, ByteRange range, Response response) {
    this.managers = managers;
    this.transfer = transfer;
    this.attempts = managers.attempts(transfer.cancellation());
    this.name = name;
    String contentRange = response.getHeaderString("Content-Range");
    Matcher part = contentRange == null ? null : CONTENT_RANGE.matcher(contentRange);
    if (range != null && (part == null || !part.matches())) {
      throw new ConnectionException("The answer to a request for a range is not a range.", null);
    }
    if (range == null) {
      long length = length(response);
      this.first = 0;
      this.end = length;
      this.info = FileInfo.of(name, length, response);
    } else {
      this.first = Long.parseLong(part.group(1));
      this.end = Long.parseLong(part.group(2)) + 1;
      this.info =
          FileInfo.of(
              name, part.group(3).equals("*") ? -1 : Long.parseLong(part.group(3)), response);
    }
    this.position = first;
    this.digest = range == null && info.sha256() != null ? Digests.sha256() : null;
    attach(response);
  }

  /** The rest of a file whose beginning is there already. */
  private Download(
      Managers managers,
      Transfer transfer,
      FileInfo info,
      long position,
      MessageDigest digest,
      Response response) {
    this.managers = managers;
    this.transfer = transfer;
    this.attempts = managers.attempts(transfer.cancellation());
    this.name = info.name();
    this.first = 0;
    this.end = info.size();
    this.info = info;
    this.position = position;
    this.digest = digest;
    if (!continues(response)) {
      throw new ConnectionException("The answer to a request for a range is not that range.", null);
    }
    attach(response);
  }

  /**
   * Begins to read.
   *
   * @param range null for the whole file
   */
  static Download of(Managers managers, String name, ByteRange range, Transfer transfer) {
    Request request =
        Request.of("GET", "file/" + Percent.path(name))
            .with("Range", range == null ? null : range.header());
    return begin(
        managers,
        request,
        transfer,
        response -> new Download(managers, transfer, name, range, response));
  }

  /**
   * Begins to read the rest of a file.
   *
   * @param info of the whole file, with its SHA-256 and size
   * @param position how many bytes are there, fewer than the file has
   * @param digest has seen these bytes
   * @throws FileChangedException it is another file now
   */
  static Download rest(
      Managers managers, FileInfo info, long position, MessageDigest digest, Transfer transfer) {
    try {
      return begin(
          managers,
          rest(info, position, info.size()),
          transfer,
          response -> new Download(managers, transfer, info, position, digest, response));
    } catch (InvalidRequestException e) {
      throw changed(info.name(), e);
    }
  }

  private static Download begin(
      Managers managers, Request request, Transfer transfer, Function<Response, Download> reader) {
    Attempts attempts = managers.attempts(transfer.cancellation());
    while (true) {
      try {
        Response response = managers.once(request, transfer.cancellation());
        try {
          return reader.apply(response);
        } catch (RuntimeException e) {
          end(response);
          throw e;
        }
      } catch (ConnectionException e) {
        attempts.failed(e);
      } catch (ProblemException e) {
        if (!e.passing()) {
          throw e;
        }
        attempts.failed(e);
      }
    }
  }

  static long length(Response response) {
    String header = response.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return header != null && LENGTH.matcher(header).matches() ? Long.parseLong(header) : -1;
  }

  private void attach(Response next) {
    response = next;
    stream = next.readEntity(InputStream.class);
    registration = transfer.cancellation().onCancel(() -> end(next));
  }

  private void detach() {
    registration.close();
    end(response);
  }

  private static void end(Response response) {
    try {
      response.close();
    } catch (ProcessingException e) {
      // it was broken already
    }
  }

  /** What the manager told of the file. */
  public FileInfo info() {
    return info;
  }

  /** How many bytes can be read in all; -1 where that is not known. */
  public long length() {
    return end < 0 ? -1 : end - first;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (closed) {
      throw new IOException("The download was closed.");
    }
    if (length == 0) {
      return 0;
    }
    while (true) {
      transfer.cancellation().check();
      try {
        int count = stream.read(buffer, offset, length);
        if (count > 0) {
          received(buffer, offset, count);
          return count;
        }
        if (end < 0 || position == end) {
          verify();
          return -1;
        }
        resume(new ConnectionException(broken("the connection ended"), null));
      } catch (IOException | ProcessingException e) {
        if (transfer.cancellation().isCancelled()) {
          throw new TransferCancelledException(e);
        }
        resume(new ConnectionException(broken(Managers.reason(e)), e));
      }
    }
  }

  private String broken(String why) {
    return "'%s' broke off at byte %d of %d: %s.".formatted(name, position, end, why);
  }

  private void received(byte[] buffer, int offset, int count) {
    attempts.progressed();
    position += count;
    if (digest != null) {
      digest.update(buffer, offset, count);
    }
    transfer.progress().moved(position - first, length());
  }

  private void verify() {
    if (digest == null || verified) {
      return;
    }
    String received = Digests.hex(digest);
    verified = true;
    if (!received.equals(info.sha256())) {
      throw new DigestMismatchException(
          "'%s' arrived with the SHA-256 %s instead of %s."
              .formatted(name, received, info.sha256()));
    }
  }

  /** Makes the connection anew and goes on at the position. */
  private void resume(ConnectionException broken) {
    detach();
    if (end < 0 || info.sha256() == null) {
      throw broken; // nothing would tell that it is still the same file
    }
    DfsException failure = broken;
    while (true) {
      attempts.failed(failure);
      try {
        Response next = managers.once(rest(info, position, end), transfer.cancellation());
        if (!continues(next)) {
          end(next);
          throw broken;
        }
        attach(next);
        return;
      } catch (ConnectionException e) {
        failure = e;
      } catch (InvalidRequestException e) {
        throw changed(name, e);
      } catch (ProblemException e) {
        if (!e.passing()) {
          throw e;
        }
        failure = e;
      }
    }
  }

  private boolean continues(Response next) {
    String range = next.getHeaderString("Content-Range");
    return range != null && range.startsWith("bytes " + position + "-" + (end - 1) + "/");
  }

  private static DfsException changed(String name, InvalidRequestException e) {
    return e.problem().status() == 412
        ? new FileChangedException("'" + name + "' is another file now.", e)
        : e;
  }

  private static Request rest(FileInfo info, long position, long end) {
    return Request.of("GET", "file/" + Percent.path(info.name()))
        .with("Range", "bytes=" + position + "-" + (end - 1))
        .with("If-Match", "\"" + info.sha256() + "\"");
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      detach();
    }
  }
}
