package io.github.dfserver.manager.error;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Turns whatever ends a request of a resource into a {@link Problem}. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  @Override
  public Response toResponse(Throwable failure) {
    Problem problem = problemOf(failure);
    Response.ResponseBuilder answer =
        Response.status(problem.status())
            .type(ProblemJson.MEDIA_TYPE)
            .entity(ProblemJson.write(problem));
    problem.headers().forEach(answer::header);
    return answer.build();
  }

  private static Problem problemOf(Throwable failure) {
    if (!(failure instanceof WebApplicationException e)) {
      return ProblemException.problemOf(failure);
    }
    Problem problem = Problem.ofStatus(e.getResponse().getStatus());
    String allow = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return allow == null ? problem : problem.withHeader(HttpHeaders.ALLOW, allow);
  }
}
