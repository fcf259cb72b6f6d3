package io.github.dfserver.it.support;

import io.github.dfserver.it.process.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Connections that each move one byte a second, all of them on one thread. */
public final class SlowClients implements AutoCloseable {
  private final int port;
  private final List<RawHttp> all = new ArrayList<>();
  private final List<RawHttp> uploads = new ArrayList<>();
  private final List<RawHttp> downloads = new ArrayList<>();
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private final AtomicLong rounds = new AtomicLong();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private ScheduledFuture<?> ticking;

  /** Clients of the manager on this port. */
  public SlowClients(int port) {
    this.port = port;
  }

  /** Begins an upload of this length. */
  public void upload(String name, int length) throws IOException {
    RawHttp raw = new RawHttp(port);
    all.add(raw);
    uploads.add(raw.head("PUT /file/" + name, "Content-Length: " + length));
  }

  /** Begins an upload that is described, and whose body begins with this; what follows is slow. */
  public RawHttp upload(String requestLine, String beginning, String... headers)
      throws IOException {
    RawHttp raw = new RawHttp(port);
    all.add(raw);
    uploads.add(raw.head(requestLine, headers));
    return raw.bytes(beginning.getBytes(StandardCharsets.US_ASCII));
  }

  /** Begins a download; its receive buffer is small. */
  public void download(String name) throws IOException {
    RawHttp raw = RawHttp.slowReader(port);
    all.add(raw);
    downloads.add(raw.head("GET /file/" + name));
  }

  /** Lets every second move a byte. */
  public void start() {
    ticking = clock.scheduleAtFixedRate(this::moveOneByteEach, 0, 1, TimeUnit.SECONDS);
  }

  /** Waits until every client has moved so many bytes. */
  public void awaitBytes(int bytes) throws TimeoutException, InterruptedException {
    Await.until("slow bytes", Duration.ofMinutes(3), () -> rounds.get() >= bytes);
  }

  /** What went wrong with any of them so far. */
  public List<String> broken() {
    return List.copyOf(broken);
  }

  @Override
  public void close() throws IOException {
    if (ticking != null) {
      ticking.cancel(true);
    }
    clock.shutdownNow();
    for (RawHttp raw : all) {
      raw.close();
    }
  }

  private void moveOneByteEach() {
    for (RawHttp upload : uploads) {
      try {
        upload.bytes(new byte[] {1});
      } catch (IOException e) {
        broken.add("upload: " + e);
      }
    }
    for (RawHttp download : downloads) {
      try {
        if (download.read() < 0) {
          broken.add("download ended");
        }
      } catch (IOException e) {
        broken.add("download: " + e);
      }
    }
    rounds.incrementAndGet();
  }
}
