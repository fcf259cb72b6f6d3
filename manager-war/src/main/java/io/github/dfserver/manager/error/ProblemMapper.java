package io.github.dfserver.manager.error;

import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.request.RequestOutcome;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Turns whatever ends a request of a resource into a {@link Problem}. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  @Context private HttpServletRequest request;

  @Override
  public Response toResponse(Throwable failure) {
    RequestOrigin origin = RequestOrigin.of(request);
    Problem problem = problemOf(failure, origin);
    RequestOutcome.of(request).problem(problem.code().code());
    Response.ResponseBuilder answer =
        Response.status(problem.status())
            .type(ProblemJson.MEDIA_TYPE)
            .entity(ProblemJson.write(problem, origin));
    problem.headers().forEach(answer::header);
    return answer.build();
  }

  private static Problem problemOf(Throwable failure, RequestOrigin origin) {
    if (!(failure instanceof WebApplicationException e)) {
      return ProblemException.problemOf(failure, origin);
    }
    Problem problem = Problem.ofStatus(e.getResponse().getStatus());
    String allow = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return allow == null ? problem : problem.withHeader(HttpHeaders.ALLOW, allow);
  }
}
