package io.github.dfserver.manager.session;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.security.IssuerEndpoints;
import io.github.dfserver.manager.security.OwnOrigin;
import io.github.dfserver.manager.security.SecuritySettings.OidcClient;
import io.github.dfserver.manager.transfer.BodyCollector;
import io.github.dfserver.manager.transfer.BodyCollector.Collected;
import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.Exchanges;
import io.github.dfserver.manager.transfer.RequestBody;
import io.github.dfserver.manager.transfer.StallWatch;
import io.github.dfserver.manager.transfer.StalledException;
import io.github.dfserver.manager.work.Failure;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** {@code POST /session/oidc}: gives the console a token of the issuer for a code. */
@WebServlet(urlPatterns = "/session/oidc", asyncSupported = true)
public class CodeServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Exchanges exchanges;
  @Inject private transient StallWatch stallWatch;
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
    String sent = exchange.request().getContentType();
    String type = sent == null ? "" : sent.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!type.equals("application/json")) {
      Problem problem = Problem.invalidRequest(415, "POST /session/oidc takes application/json.");
      exchange.problem(problem.withHeader("Connection", "close"));
      return;
    }
    RequestBody body = new RequestBody(exchange.request());
    BodyCollector collector = new BodyCollector(body, CodeOrder.MAX_BODY);
    stallWatch.watch(collector, collector::cancel);
    CompletionStage<AccessToken> given =
        collector
            .collect()
            .whenComplete((read, failure) -> stallWatch.forget(collector))
            .thenCompose(read -> token(exchange.request(), read));
    given.whenComplete(
        (token, failure) -> {
          if (failure == null) {
            exchange.response().setHeader("Cache-Control", "no-store");
            exchange.answer(
                HttpServletResponse.SC_OK, "application/json", SessionJson.bytes(token));
          } else {
            Problem problem = problemOf(failure, exchange);
            exchange.problem(body.consumed() ? problem : problem.withHeader("Connection", "close"));
          }
        });
  }

  private CompletionStage<AccessToken> token(HttpServletRequest request, Collected body) {
    if (!body.whole()) {
      throw new ProblemException(Problem.invalidRequest(413, "The body is too long for a code."));
    }
    CodeOrder order = CodeOrder.of(body.bytes());
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

  private static Problem problemOf(Throwable failure, Exchange exchange) {
    Throwable cause = Failure.cause(failure);
    if (cause instanceof StalledException) {
      return Problem.invalidRequest(408, "The body stalled: " + cause.getMessage());
    }
    return cause instanceof IOException
        ? Problem.invalidRequest("The body is incomplete: " + cause.getMessage())
        : ProblemException.problemOf(cause, RequestOrigin.of(exchange.request()));
  }
}
