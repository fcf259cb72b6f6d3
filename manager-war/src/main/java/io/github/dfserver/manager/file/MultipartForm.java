package io.github.dfserver.manager.file;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.transfer.ClientBody;
import io.github.dfserver.manager.transfer.ContentSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code multipart/form-data} body (RFC 7578) that is read as it arrives: the fields before the
 * file part are kept, the file part is a stream. One thread at a time.
 */
final class MultipartForm implements ClientBody {
  private static final Pattern BOUNDARY =
      Pattern.compile(
          ";\\s*boundary\\s*=\\s*(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))",
          Pattern.CASE_INSENSITIVE);
  private static final int MAX_HEADERS = 8 * 1024;
  private static final int MAX_PARTS = 1000;
  private static final int BUFFER = 32 * 1024;
  private static final byte[] END_OF_HEADERS = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private enum State {
    PREAMBLE,
    AFTER_BOUNDARY,
    HEADERS,
    NAME_FIELD,
    OTHER_FIELD,
    FILE,
    CLOSED
  }

  private final ContentSource body;
  private final byte[] delimiter;
  private final CompletableFuture<FilePart> filePart = new CompletableFuture<>();
  private final AtomicInteger signals = new AtomicInteger();
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private State state = State.PREAMBLE;
  private FileName nameField;
  private int parts;
  private long count;
  private volatile long moved;
  private volatile long lastProgress = System.nanoTime();

  /**
   * The part that has the file.
   *
   * @param name the file's name
   * @param contentType the part's own, or null
   * @param raw whether the content is the file's bytes; base64 text otherwise
   * @param content the part's content, whose end is the end of the whole body
   */
  record FilePart(FileName name, String contentType, boolean raw, ContentSource content) {}

  MultipartForm(ContentSource body, String boundary) {
    this.body = body;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    // The first boundary may be the very first thing; it has its line break put before it.
    buffer[limit++] = '\r';
    buffer[limit++] = '\n';
  }

  /**
   * The boundary that a Content-Type names.
   *
   * @throws ProblemException code 6, when it names none
   */
  static String boundary(String contentType) {
    Matcher matcher = BOUNDARY.matcher(contentType);
    if (!matcher.find()) {
      throw new ProblemException(
          Problem.invalidRequest("The Content-Type multipart/form-data lacks its boundary."));
    }
    return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
  }

  /** Reads up to the file part's content. */
  CompletableFuture<FilePart> filePart() {
    body.whenReadable(this::pump);
    return filePart;
  }

  @Override
  public long lastProgress() {
    return lastProgress;
  }

  @Override
  public long moved() {
    return moved;
  }

  void cancel(IOException reason) {
    filePart.completeExceptionally(reason);
  }

  private void pump() {
    if (signals.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      if (!filePart.isDone()) {
        try {
          readFields();
        } catch (IOException | RuntimeException e) {
          filePart.completeExceptionally(e);
        }
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  private void readFields() throws IOException {
    while (true) {
      boolean moved =
          switch (state) {
            case PREAMBLE, OTHER_FIELD -> skipToBoundary();
            case AFTER_BOUNDARY -> afterBoundary();
            case HEADERS -> headers();
            case NAME_FIELD -> nameField();
            case CLOSED -> throw refused("The form has no part named 'file'.");
            case FILE -> throw new IllegalStateException("the file part is read by its reader");
          };
      if (filePart.isDone()) {
        return;
      }
      if (!moved && !fill()) {
        return;
      }
    }
  }

  private boolean skipToBoundary() {
    int found = find(delimiter);
    if (found >= 0) {
      position = found + delimiter.length;
      state = State.AFTER_BOUNDARY;
      return true;
    }
    position = Math.max(position, limit - delimiter.length + 1);
    return false;
  }

  private boolean afterBoundary() throws IOException {
    if (limit - position < 2) {
      return false;
    }
    if (buffer[position] == '-' && buffer[position + 1] == '-') {
      state = State.CLOSED;
    } else if (buffer[position] == '\r' && buffer[position + 1] == '\n') {
      // The line break stays: with it, empty headers end like others.
      state = State.HEADERS;
    } else if (buffer[position] == ' ' || buffer[position] == '\t') {
      position++;
    } else {
      throw refused("The form has a broken boundary.");
    }
    return true;
  }

  private boolean headers() throws IOException {
    Optional<PartHeaders> headers = partHeaders();
    if (headers.isPresent()) {
      switch (headers.get().name()) {
        case "filename" -> state = State.NAME_FIELD;
        case "file" -> openFile(headers.get());
        default -> state = State.OTHER_FIELD;
      }
    }
    return headers.isPresent();
  }

  /** The headers of the part that begins here, once they are all there. */
  private Optional<PartHeaders> partHeaders() throws IOException {
    int end = find(END_OF_HEADERS);
    if (end < 0) {
      if (limit - position > MAX_HEADERS) {
        throw refused("The headers of a part are too long.");
      }
      return Optional.empty();
    }
    if (++parts > MAX_PARTS) {
      throw refused("The form has more than " + MAX_PARTS + " parts.");
    }
    PartHeaders headers = PartHeaders.parse(buffer, position, end);
    position = end + END_OF_HEADERS.length;
    return Optional.of(headers);
  }

  private void openFile(PartHeaders headers) throws IOException {
    FileName name = nameField;
    if (name == null) {
      if (headers.filename() == null) {
        throw refused(
            "The field 'filename' has to come before 'file', or 'file' needs a filename= of its"
                + " own.");
      }
      name = new FileName(headers.filename());
    }
    state = State.FILE;
    filePart.complete(
        new FilePart(
            name, headers.contentType(), headers.filename() != null, new FileContentSource()));
  }

  private boolean nameField() throws IOException {
    int end = find(delimiter);
    if (end < 0) {
      if (limit - position > FileName.MAX_BYTES + delimiter.length) {
        throw refused("The file name is longer than " + FileName.MAX_BYTES + " bytes of UTF-8.");
      }
      return false;
    }
    if (nameField != null) {
      throw refused("The field 'filename' is there twice.");
    }
    byte[] value = new byte[end - position];
    System.arraycopy(buffer, position, value, 0, value.length);
    nameField = FileName.ofUtf8(value);
    position = end + delimiter.length;
    state = State.AFTER_BOUNDARY;
    return true;
  }

  /** Reads more; false when nothing is there now. */
  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    int n = body.read(buffer, limit, buffer.length - limit);
    if (n < 0) {
      throw new EOFException("the form ends before its last boundary");
    }
    limit += n;
    count += n;
    moved = count;
    lastProgress = n > 0 ? System.nanoTime() : lastProgress;
    return n > 0;
  }

  private int find(byte[] what) {
    for (int i = position; i <= limit - what.length; i++) {
      if (buffer[i] == what[0] && matches(what, i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean matches(byte[] what, int at) {
    for (int j = 1; j < what.length; j++) {
      if (buffer[at + j] != what[j]) {
        return false;
      }
    }
    return true;
  }

  private static BodyRefusedException refused(String detail) {
    return new BodyRefusedException(Problem.invalidRequest(detail));
  }

  /** What lies between the file part's headers and the next boundary. */
  private final class FileContentSource implements ContentSource {
    private boolean partEnded;

    @Override
    public long length() {
      return -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      while (!partEnded) {
        int found = find(delimiter);
        int available = (found >= 0 ? found : limit - delimiter.length + 1) - position;
        if (available > 0) {
          int n = Math.min(available, length);
          System.arraycopy(buffer, position, target, offset, n);
          position += n;
          return n;
        }
        if (found >= 0) {
          position = found + delimiter.length;
          state = State.AFTER_BOUNDARY;
          partEnded = true;
        } else if (!fill()) {
          return 0;
        }
      }
      return rest();
    }

    /** The file is whole only when the form is: passes over what follows. */
    private int rest() throws IOException {
      while (state != State.CLOSED) {
        boolean moved =
            switch (state) {
              case AFTER_BOUNDARY -> afterBoundary();
              case HEADERS -> laterHeaders();
              default -> skipToBoundary();
            };
        if (!moved && !fill()) {
          return 0;
        }
      }
      return epilogue();
    }

    private boolean laterHeaders() throws IOException {
      Optional<PartHeaders> headers = partHeaders();
      String name = headers.map(PartHeaders::name).orElse("");
      if (name.equals("filename") || name.equals("file")) {
        throw refused("The part '" + name + "' comes after 'file', where it is not allowed.");
      }
      state = headers.isPresent() ? State.OTHER_FIELD : state;
      return headers.isPresent();
    }

    private int epilogue() throws IOException {
      int n;
      do {
        n = body.read(buffer, 0, buffer.length);
      } while (n > 0);
      return n;
    }

    @Override
    public void whenReadable(Runnable signal) {
      body.whenReadable(signal);
    }
  }
}
