package io.github.dfserver.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * One way in which a request can show who sent it. The filter asks every bean of this type. For any
 * thread; must not wait for another machine.
 */
public interface Authenticator {
  /** Where credentials can be, what is there most on purpose first. */
  enum Place {
    /** In the URL: a link, which is held to what it says whoever follows it. */
    URL,
    /** In a header of the request. */
    HEADER,
    /** In the handshake of the connection. */
    CONNECTION
  }

  /**
   * Who sent the request.
   *
   * @return empty when the request does not use this way at all
   * @throws CredentialsException when it does, and that is not good
   */
  Optional<Caller> authenticate(HttpServletRequest request) throws CredentialsException;

  /** Where it is shown. What is there more on purpose counts, where a request shows several. */
  default Place place() {
    return Place.HEADER;
  }

  /** Whether somebody has set this way up, so that the manager is no longer open. */
  boolean isConfigured();
}
