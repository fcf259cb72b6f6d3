package io.github.dfserver.manager.link;

import io.github.dfserver.manager.file.RequiredFile;
import io.github.dfserver.manager.security.Authenticator;
import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.manager.security.Caller.Means;
import io.github.dfserver.manager.security.CredentialsException;
import io.github.dfserver.manager.security.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Lets whoever has a signed link read the one file that it is for. Thread-safe; nothing here
 * blocks.
 */
@ApplicationScoped
public class LinkAuthenticator implements Authenticator {
  private static final Caller CALLER = Caller.client("link", Means.LINK, Role.READER);

  @Inject private Links links;

  @Override
  public Optional<Caller> authenticate(HttpServletRequest request) throws CredentialsException {
    Optional<Link> link = links.check(request);
    link.ifPresent(good -> RequiredFile.keepIn(request, good.fileId()));
    return link.map(good -> CALLER);
  }

  @Override
  public Place place() {
    return Place.URL;
  }

  /** Links never close the door of a manager that is open. */
  @Override
  public boolean isConfigured() {
    return false;
  }
}
