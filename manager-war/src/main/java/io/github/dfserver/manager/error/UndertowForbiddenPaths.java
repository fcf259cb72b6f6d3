package io.github.dfserver.manager.error;

import io.undertow.server.HttpHandler;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;
import java.util.regex.Pattern;

/**
 * On Undertow, which is WildFly's, what an application keeps to itself ({@code /WEB-INF} and {@code
 * /META-INF}; Servlet 6.0, sections 10.5 and 10.6) is answered before the application's error pages
 * are looked at. Here such a path becomes one that no resource has. Found by Undertow as a service;
 * other servers never load it.
 */
public final class UndertowForbiddenPaths implements ServletExtension {
  private static final Pattern FORBIDDEN =
      Pattern.compile("/+(web|meta)-inf(/.*)?", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  private static final String NO_RESOURCE = "/no-resource";

  @Override
  public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
    deployment.addInitialHandlerChainWrapper(UndertowForbiddenPaths::hide);
  }

  private static HttpHandler hide(HttpHandler next) {
    return exchange -> {
      if (FORBIDDEN.matcher(exchange.getRelativePath()).matches()) {
        exchange.setRelativePath(NO_RESOURCE);
      }
      next.handleRequest(exchange);
    };
  }
}
