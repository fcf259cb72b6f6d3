package io.github.dfserver.manager.file;

import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.transfer.ClientBody;
import io.github.dfserver.manager.transfer.ContentSource;
import io.github.dfserver.manager.transfer.StallWatch;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps bodies of base64 text until they are whole: their fields may come in any order, and their
 * length is limited.
 */
@ApplicationScoped
public class Spools {
  /** Bytes that a form or a JSON object may have besides the file. */
  static final long FORM_OVERHEAD = 64 * 1024;

  private static final int BUFFER = 16 * 1024;

  private Path directory;

  @Inject private ManagerConfiguration configuration;
  @Inject private StallWatch stallWatch;

  /** Makes the directory and removes what an earlier run left in it. */
  @PostConstruct
  void start() {
    directory = configuration.dataDirectory().resolve("spool");
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
        for (Path path : left) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be used", e);
    }
  }

  /** Bytes of text that a file of the largest allowed size has, percent-encoding allowed for. */
  long base64Limit() {
    return configuration.maxBase64Size() / 3 * 4 * 3 + 1024;
  }

  /** Spools a body up to a limit in bytes; a longer one is refused with code 7. */
  CompletionStage<Spool> collect(ContentSource body, long limit) {
    if (body.length() > limit) {
      return CompletableFuture.failedStage(tooLarge());
    }
    Collecting collecting = new Collecting(body, limit, new Spool(directory));
    stallWatch.watch(collecting, stalled -> collecting.result.completeExceptionally(stalled));
    body.whenReadable(collecting::pump);
    return collecting.result.whenComplete(
        (spool, failure) -> {
          stallWatch.forget(collecting);
          if (failure != null) {
            collecting.pump();
          }
        });
  }

  /** Decodes a spooled body. Blocks on the disk. */
  DecodedFile decode(Spool spool, Base64Body parser) throws IOException {
    Spool content = new Spool(directory);
    boolean done = false;
    try (InputStream in = spool.read()) {
      FileName name = parser.parse(in, new LimitedOutput(content));
      done = true;
      return new DecodedFile(name, content);
    } finally {
      if (!done) {
        content.close();
      }
    }
  }

  /**
   * A file that came as base64 text.
   *
   * @param name its name
   * @param content its bytes, to be closed by whoever has this
   */
  record DecodedFile(FileName name, Spool content) {}

  /** Passes on as many bytes as a file in base64 may have. */
  private final class LimitedOutput extends OutputStream {
    private final Spool spool;

    LimitedOutput(Spool spool) {
      this.spool = spool;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (spool.size() + length > configuration.maxBase64Size()) {
        throw tooLarge();
      }
      spool.write(bytes, offset, length);
    }
  }

  private BodyRefusedException tooLarge() {
    return new BodyRefusedException(
        Problem.fileTooLarge("dfs.max-base64-size", configuration.maxBase64Size()));
  }

  /** One body on its way into a spool; one thread at a time. */
  private final class Collecting implements ClientBody {
    private final ContentSource body;
    private final long limit;
    private final Spool spool;
    private final CompletableFuture<Spool> result = new CompletableFuture<>();
    private final AtomicInteger signals = new AtomicInteger();
    private volatile long moved;
    private volatile long lastProgress = System.nanoTime();
    private boolean closed;

    Collecting(ContentSource body, long limit, Spool spool) {
      this.body = body;
      this.limit = limit;
      this.spool = spool;
    }

    @Override
    public long lastProgress() {
      return lastProgress;
    }

    @Override
    public long moved() {
      return moved;
    }

    void pump() {
      if (signals.getAndIncrement() != 0) {
        return;
      }
      int seen = 1;
      do {
        if (!result.isDone()) {
          try {
            read();
          } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
          }
        }
        if (result.isCompletedExceptionally() && !closed) {
          closed = true;
          spool.close();
        }
        seen = signals.addAndGet(-seen);
      } while (seen != 0);
    }

    private void read() throws IOException {
      byte[] buffer = new byte[BUFFER];
      while (true) {
        int n = body.read(buffer, 0, buffer.length);
        if (n == 0) {
          return;
        }
        if (n < 0) {
          result.complete(spool);
          return;
        }
        if (spool.size() + n > limit) {
          throw tooLarge();
        }
        spool.write(buffer, 0, n);
        moved = spool.size();
        lastProgress = System.nanoTime();
      }
    }
  }
}
