package io.github.dfserver.manager.security;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.request.RequestPath;
import io.github.dfserver.manager.security.Caller.Means;
import io.github.dfserver.manager.security.Doorkeeper.Finding;
import io.github.dfserver.manager.transfer.Exchanges;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;

/**
 * The one door. No request gets to a resource, a servlet or the node channel but through here: its
 * caller is found out, and what method and path need is compared with what the caller may. Its
 * place among the filters is in {@code web.xml}.
 */
public class SecurityFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String CONSOLE = "dfs-console";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  @Inject private transient Doorkeeper doorkeeper;
  @Inject private transient Denials denials;
  @Inject private transient SecuritySettings settings;
  @Inject private transient Exchanges exchanges;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    ProxyChain from = ProxyChain.of(request, settings.trustedProxies());
    ClientAddress.keepIn(request, from.address());
    Access sent = Access.of(request.getMethod(), RequestPath.asSent(request));
    Access mapped = Access.of(request.getMethod(), RequestPath.asMapped(request));
    if (sent == mapped && (sent == Access.PUBLIC || sent == Access.MANAGER)) {
      chain.doFilter(request, response);
      return;
    }
    Finding finding;
    try {
      finding = doorkeeper.caller(request, from);
    } catch (CredentialsException e) {
      String why = e.getMessage();
      refuse(request, unauthenticated(request, why, ", error=\"invalid_token\""), why);
      return;
    }
    Caller caller = finding.caller();
    caller.keepIn(request);
    // Servers map by a path that they have made plain; resources may read the one that was sent.
    Optional<Access> lacking =
        !sent.permits(caller)
            ? Optional.of(sent)
            : !mapped.permits(caller) ? Optional.of(mapped) : Optional.empty();
    if (lacking.isPresent()) {
      refuse(request, caller, lacking.get(), finding.denied());
    } else if (caller.means() == Means.BASIC && isForged(request)) {
      // Browsers add a password that they know to any page's request.
      refuse(
          request,
          Problem.forbidden("A browser sent this for another site's page."),
          "it is forged");
    } else {
      chain.doFilter(new CallersRequest(request, caller), response);
    }
  }

  private static boolean isForged(HttpServletRequest request) {
    return !SAFE.contains(request.getMethod()) && BrowserOrigin.foreign(request).isPresent();
  }

  private void refuse(
      HttpServletRequest request, Caller caller, Access lacking, Optional<String> denied) {
    if (denied.isPresent()) {
      String detail =
          "This manager has no credentials configured and lets in its own machine only; "
              + denied.get()
              + ".";
      refuse(request, unauthenticated(request, detail, ""), denied.get());
    } else if (caller.means() == Means.NOTHING) {
      String detail = "Credentials are needed, such as a token: Authorization: Bearer dfs_...";
      refuse(request, unauthenticated(request, detail, ""), "it shows no credentials");
    } else {
      String needs =
          lacking.role().map(role -> "the role " + role.label()).orElse("a node's token");
      String why = "'" + caller.name() + "' may not do this; it needs " + needs;
      refuse(request, Problem.forbidden(why + "."), why);
    }
  }

  private Problem unauthenticated(
      HttpServletRequest request, String detail, String bearerParameters) {
    // The console asks for passwords itself; a browser would open its own dialog before.
    boolean dialog = !CONSOLE.equals(request.getHeader("X-Requested-With"));
    return Problem.unauthenticated(detail)
        .withHeader("WWW-Authenticate", doorkeeper.challenges(bearerParameters, dialog));
  }

  private void refuse(HttpServletRequest request, Problem problem, String why) {
    String sentence = why.endsWith(".") ? why.substring(0, why.length() - 1) : why;
    denials.denied(ClientAddress.of(request), sentence, doorkeeper.isOpen());
    exchanges.begin(request).problem(problem);
  }

  /** A WebSocket's end point learns its caller as the handshake's principal. */
  private static final class CallersRequest extends HttpServletRequestWrapper {
    private final Caller caller;

    CallersRequest(HttpServletRequest request, Caller caller) {
      super(request);
      this.caller = caller;
    }

    @Override
    public Principal getUserPrincipal() {
      return caller;
    }

    @Override
    public String getRemoteUser() {
      return caller.name();
    }

    @Override
    public boolean isUserInRole(String role) {
      return Role.ofLabel(role).filter(caller::may).isPresent();
    }
  }
}
