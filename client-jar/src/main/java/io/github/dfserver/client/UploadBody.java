package io.github.dfserver.client;

import io.github.dfserver.client.http.StreamedBody;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;

/** Sends a content once; for one attempt, on one thread. */
final class UploadBody implements StreamedBody, AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final Content content;
  private final Transfer transfer;
  private final MessageDigest digest; // null where the SHA-256 is known
  private Cancellation.Registration registration = () -> {};
  private boolean begun;
  private RuntimeException failure;

  UploadBody(Content content, Transfer transfer, boolean digested) {
    this.content = content;
    this.transfer = transfer;
    this.digest = digested ? Digests.sha256() : null;
  }

  @Override
  public long length() {
    return content.length();
  }

  @Override
  public boolean typed() {
    return content.type() != null;
  }

  /** Null where none was given. */
  String type() {
    return content.type();
  }

  @Override
  public void stoppedBy(Runnable stop) {
    registration.close();
    registration = transfer.cancellation().onCancel(stop);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    begun = true;
    try (InputStream in = opened()) {
      byte[] buffer = new byte[BUFFER];
      long sent = 0;
      int count;
      while ((count = read(in, buffer)) >= 0) {
        if (length() >= 0 && sent + count > length()) {
          throw failed(new IOException("The content has more than " + length() + " bytes."));
        }
        out.write(buffer, 0, count);
        sent += count;
        if (digest != null) {
          digest.update(buffer, 0, count);
        }
        moved(sent);
      }
      if (sent < length()) {
        throw failed(
            new EOFException("The content ended after " + sent + " of " + length() + " bytes."));
      }
    }
  }

  private InputStream opened() throws IOException {
    try {
      return content.open();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private int read(InputStream in, byte[] buffer) throws IOException {
    transfer.cancellation().check();
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void moved(long sent) {
    try {
      transfer.progress().moved(sent, length());
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  private IOException failed(IOException e) {
    failure = new UncheckedIOException(e);
    return e;
  }

  /** Whether any of it was read. */
  boolean begun() {
    return begun;
  }

  /** What was wrong on the caller's side; null where nothing was. */
  RuntimeException failure() {
    return failure;
  }

  /** The SHA-256 of what was sent, in hex; null where it was known before. Once, at the end. */
  String sent() {
    return digest == null ? null : Digests.hex(digest);
  }

  @Override
  public void close() {
    registration.close();
  }
}
