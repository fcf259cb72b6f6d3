package io.github.dfserver.client;

import io.github.dfserver.client.error.ConnectionException;
import io.github.dfserver.client.error.DfsException;
import io.github.dfserver.client.error.DigestMismatchException;
import io.github.dfserver.client.error.NameInUseException;
import io.github.dfserver.client.error.ProblemException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Optional;

/** Brings contents to a manager, each once, however often it has to be tried. */
final class Uploads {
  private static final int BUFFER = 64 * 1024;

  private final Managers managers;
  private final Lists lists;

  Uploads(Managers managers, Lists lists) {
    this.managers = managers;
    this.lists = lists;
  }

  StoredFile put(String name, Content content, Transfer transfer) {
    String sha256 =
        content.hashedFirst() ? sha256(content, transfer.cancellation()) : content.sha256();
    Attempts attempts = managers.attempts(transfer.cancellation());
    while (true) {
      try (UploadBody body = new UploadBody(content, transfer, sha256 == null)) {
        DfsException failure;
        try {
          return stored(request(name, sha256).with(body), transfer.cancellation(), body, sha256);
        } catch (NameInUseException e) {
          failure = e;
          if (!attempts.again()) {
            throw e;
          }
          if (e.existing().isPresent()) {
            return earlier(name, e, content, sha256);
          }
          // the attempt that broke is still under way there; it will end with or without a file
        } catch (ConnectionException e) {
          failure = e;
        } catch (ProblemException e) {
          failure = e;
          if (!e.passing()) {
            throw e;
          }
        }
        if (body.begun() && !content.repeatable()) {
          throw failure;
        }
        attempts.failed(failure);
        if (sha256 == null && content.repeatable()) {
          // what may be there by now is known by it
          sha256 = sha256(content, transfer.cancellation());
        }
      }
    }
  }

  private static Request request(String name, String sha256) {
    return Request.of("PUT", "file/" + Percent.path(name))
        .with("Content-Digest", sha256 == null ? null : Digests.field(sha256));
  }

  private StoredFile stored(
      Request request, Cancellation cancellation, UploadBody body, String sha256) {
    StoredFile file;
    try (Response response = managers.once(request, cancellation)) {
      file = StoredFile.of(Managers.json(response));
    } catch (IOException | ProcessingException e) {
      throw new ConnectionException("The answer broke off: " + Managers.reason(e) + ".", e);
    }
    String expected = sha256 == null ? body.sent() : sha256;
    if (!expected.equals(file.sha256())) {
      throw new DigestMismatchException(
          "'%s' was stored with the SHA-256 %s, but what was sent has %s; delete it."
              .formatted(file.name(), file.sha256(), expected));
    }
    return file;
  }

  /** The file that an earlier attempt has stored, if that is what has the name. */
  private StoredFile earlier(
      String name, NameInUseException inUse, Content content, String sha256) {
    NameInUseException.Existing existing = inUse.existing().orElseThrow();
    boolean same =
        existing.sha256().equals(sha256)
            && (content.length() < 0 || content.length() == existing.size());
    Optional<StoredFile> file =
        same
            ? lists.files("file" + Listing.under(name).withPageSize(1).query(), "").findFirst()
            : Optional.empty();
    return file.filter(found -> found.id().equals(existing.id())).orElseThrow(() -> inUse);
  }

  private static String sha256(Content content, Cancellation cancellation) {
    MessageDigest digest = Digests.sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = content.open()) {
      int count;
      while ((count = in.read(buffer)) >= 0) {
        cancellation.check();
        digest.update(buffer, 0, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Digests.hex(digest);
  }
}
