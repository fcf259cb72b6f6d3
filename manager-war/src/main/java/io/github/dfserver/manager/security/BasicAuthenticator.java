package io.github.dfserver.manager.security;

import io.github.dfserver.manager.security.Caller.Means;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Users that the server knows, by name and password (RFC 7617, UTF-8). The server's identity store
 * is asked as Servlet 6.0 (section 13.3) has it, which is the same on all servers, and each time
 * anew: a user who was removed is out at once. The thread waits for the store as it would for a
 * page of the server's own.
 */
@ApplicationScoped
public class BasicAuthenticator implements Authenticator {
  private static final String BASIC = "basic ";

  /** The mightiest first. */
  private static final List<Role> ROLES = List.of(Role.ADMIN, Role.WRITER, Role.READER);

  private final FailedLogins failed = new FailedLogins(System::nanoTime);

  @Inject private SecuritySettings settings;

  /**
   * A user name and a password.
   *
   * @param user without a colon
   */
  record Login(String user, String password) {
    /** Reads what follows the scheme; empty when it is not well-formed. */
    static Optional<Login> decode(String base64) {
      String text;
      try {
        byte[] bytes = Base64.getDecoder().decode(base64);
        text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (IllegalArgumentException | CharacterCodingException e) {
        return Optional.empty();
      }
      int colon = text.indexOf(':');
      return colon <= 0 || text.chars().anyMatch(Character::isISOControl)
          ? Optional.empty()
          : Optional.of(new Login(text.substring(0, colon), text.substring(colon + 1)));
    }

    @Override
    public String toString() {
      return user;
    }
  }

  @Override
  public Optional<Caller> authenticate(HttpServletRequest request) throws CredentialsException {
    Optional<String> shown = BearerToken.of(request.getHeader("Authorization"), BASIC);
    if (!isConfigured() || shown.isEmpty()) {
      return Optional.empty();
    }
    String address = ClientAddress.of(request);
    if (failed.areTooMany(address)) {
      throw new CredentialsException("Too many wrong passwords; wait a minute.");
    }
    Login login =
        Login.decode(shown.get())
            .orElseThrow(
                () -> new CredentialsException("The user name and password are not well-formed."));
    return Optional.of(logIn(request, login, address));
  }

  private Caller logIn(HttpServletRequest request, Login login, String address)
      throws CredentialsException {
    try {
      request.login(login.user(), login.password());
    } catch (ServletException | RuntimeException e) {
      failed.add(address);
      throw new CredentialsException("The user name or the password is wrong.");
    }
    try {
      Optional<Role> role =
          ROLES.stream().filter(each -> request.isUserInRole(each.label())).findFirst();
      return new Caller(login.user(), Means.BASIC, role, NodeScope.NONE);
    } finally {
      logOut(request);
    }
  }

  /** Nothing of the login outlives the question: WildFly makes a session for one. */
  private static void logOut(HttpServletRequest request) {
    try {
      request.logout();
      HttpSession session = request.getSession(false);
      if (session != null) {
        session.invalidate();
      }
    } catch (ServletException e) {
      throw new IllegalStateException("The server does not end a login", e);
    }
  }

  @Override
  public boolean isConfigured() {
    return settings.basic();
  }
}
