package io.github.dfserver.manager.transfer;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.manager.transfer.TransferBroker.Direction;
import io.github.dfserver.manager.transfer.TransferBroker.Offer;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/**
 * Where nodes open their transfers: GET takes an upload, POST gives a download. Each opens its own
 * only. A servlet, since Jakarta REST has no non-blocking streams.
 */
@WebServlet(urlPatterns = "/transfer/*", asyncSupported = true)
public class TransferServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient TransferBroker broker;
  @Inject private transient Exchanges exchanges;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    handOver(request, Direction.TO_NODE);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response) {
    handOver(request, Direction.FROM_NODE);
  }

  private void handOver(HttpServletRequest request, Direction direction) {
    String path = request.getPathInfo();
    Optional<Offer> offer =
        path == null || path.isEmpty()
            ? Optional.empty()
            : broker.take(path.substring(1), direction, Caller.of(request).nodes());
    AsyncContext context = Exchanges.startAsync(request);
    if (offer.isEmpty() || !offer.get().taken().complete(context)) {
      exchanges
          .of(context)
          .problem(Problem.invalidRequest(404, "No transfer waits for this token."));
    }
  }
}
