package io.github.dfserver.manager.session;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.file.MediaTypes;
import io.github.dfserver.manager.security.IssuerEndpoints;
import io.github.dfserver.manager.security.OwnOrigin;
import io.github.dfserver.manager.security.SecuritySettings.OidcClient;
import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.Exchanges;
import io.github.dfserver.manager.transfer.SmallBodies;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** {@code POST /session/oidc}: gives the console a token of the issuer for a code. */
@WebServlet(urlPatterns = "/session/oidc", asyncSupported = true)
public class CodeServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Exchanges exchanges;
  @Inject private transient SmallBodies bodies;
  @Inject private transient SignIn signIn;
  @Inject private transient OwnOrigin origin;
  @Inject private transient TokenExchange issuer;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    Exchange exchange = exchanges.begin(request);
    try {
      if (request.getMethod().equals("POST")) {
        take(exchange);
      } else {
        exchange.notAllowed("POST, OPTIONS");
      }
    } catch (IOException | RuntimeException e) {
      exchange.failed(e);
    }
  }

  private void take(Exchange exchange) throws IOException {
    if (!MediaTypes.essence(exchange.request().getContentType()).equals("application/json")) {
      bodies.refuse(
          exchange, Problem.invalidRequest(415, "POST /session/oidc takes application/json."));
      return;
    }
    bodies.use(
        exchange,
        CodeOrder.MAX_BODY,
        body -> token(exchange.request(), body),
        token -> {
          exchange.response().setHeader("Cache-Control", "no-store");
          exchange.answer(HttpServletResponse.SC_OK, "application/json", SessionJson.bytes(token));
        });
  }

  private CompletionStage<AccessToken> token(HttpServletRequest request, ByteBuffer body) {
    CodeOrder order = CodeOrder.of(body);
    OidcClient client = signIn.client().orElseThrow(() -> new ProblemException(notSetUp()));
    if (!origin.contains(request, order.redirectUri())) {
      throw new ProblemException(
          Problem.invalidRequest("'redirectUri' has to be a URL of this manager's own origin."));
    }
    IssuerEndpoints endpoints =
        signIn
            .endpoints()
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.outcomeUnknown("The issuer is not known yet; try again.")));
    return issuer.exchange(endpoints.token(), client, order);
  }

  private static Problem notSetUp() {
    return Problem.invalidRequest(
        404, "Nobody signs in here by OpenID Connect; dfs.oidc.client-id sets that up.");
  }
}
