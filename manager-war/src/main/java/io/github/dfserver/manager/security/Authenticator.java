package io.github.dfserver.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * One way in which a request can show who sent it. The filter asks every bean of this type. For any
 * thread; must not wait for another machine.
 */
public interface Authenticator {
  /**
   * Who sent the request.
   *
   * @return empty when the request does not use this way at all
   * @throws CredentialsException when it does, and that is not good
   */
  Optional<Caller> authenticate(HttpServletRequest request) throws CredentialsException;

  /**
   * Whether it goes by the connection and not by the request. What the request itself shows counts
   * more.
   */
  default boolean goesByTheConnection() {
    return false;
  }

  /** Whether somebody has set this way up, so that the manager is no longer open. */
  boolean isConfigured();
}
