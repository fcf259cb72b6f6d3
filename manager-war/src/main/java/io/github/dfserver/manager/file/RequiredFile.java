package io.github.dfserver.manager.file;

import jakarta.servlet.ServletRequest;
import java.util.Optional;
import java.util.UUID;

/** The only file that a request may be answered with, where its name alone does not say so. */
public final class RequiredFile {
  private static final String ATTRIBUTE = RequiredFile.class.getName();

  private RequiredFile() {}

  /** Empty: whichever file has the name. */
  static Optional<UUID> of(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof UUID id ? Optional.of(id) : Optional.empty();
  }

  /** From now on the request is answered with the file of this id or none. */
  public static void keepIn(ServletRequest request, UUID fileId) {
    request.setAttribute(ATTRIBUTE, fileId);
  }
}
