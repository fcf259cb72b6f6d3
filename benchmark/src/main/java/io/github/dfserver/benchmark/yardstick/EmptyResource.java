package io.github.dfserver.benchmark.yardstick;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Answers with 4 KiB that are always there; takes a body and forgets it. */
@Path("empty")
public class EmptyResource {
  private static final byte[] CONTENT = new byte[4096];

  /** A small download without any work. */
  @GET
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  public byte[] download() {
    return CONTENT;
  }

  /** A small upload without any work; the body is read whole by the server. */
  @PUT
  public Response upload(byte[] body) {
    return Response.status(body.length == CONTENT.length ? 201 : 400).entity("stored").build();
  }
}
