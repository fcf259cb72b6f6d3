package io.github.dfserver.manager.event;

import io.github.dfserver.manager.error.ErrorCode;
import io.github.dfserver.manager.request.EndedRequest;
import io.github.dfserver.manager.request.Operation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Tells of requests that failed by a fault of ours, or since a file is damaged. Thread-safe. */
@ApplicationScoped
public class FailedRequests {
  @Inject private Events events;

  /** A request is over, well or not. */
  public void ended(EndedRequest request) {
    // Those two fail again and again while nothing is wrong with files.
    boolean watching =
        request.operation() == Operation.HEALTH || request.operation() == Operation.EVENTS;
    if (ErrorCode.isFault(request.errorCode()) && !watching) {
      events.publish(EventGroup.ERRORS, "failed", () -> event(request));
    }
  }

  private static Event event(EndedRequest request) {
    return Event.named("error")
        .with(
            "message",
            request.method()
                + " "
                + request.path()
                + " failed with status "
                + request.status()
                + " and error code "
                + request.errorCode()
                + "; the manager's log has more under request="
                + request.requestId());
  }
}
