package io.github.dfserver.manager.rebuild;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.ClusterState;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.node.ForeignNodes;
import io.github.dfserver.manager.work.Await;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;

/** Has a lost catalogue made anew, and tells how far that is. */
@Path("catalogue/rebuild")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RebuildResource {
  @Inject private Catalog catalog;
  @Inject private Rebuild rebuild;
  @Inject private ForeignNodes foreign;

  /** Where it stands. */
  @GET
  public byte[] state() {
    return json(Await.result(catalog.cluster().read()));
  }

  /**
   * Begins, and answers at once.
   *
   * @param cluster which catalogue's nodes, where nodes of several wait; null otherwise
   */
  @POST
  public byte[] begin(@QueryParam("cluster") String cluster) {
    return json(rebuild.begin(Optional.ofNullable(cluster).map(RebuildResource::id)));
  }

  private byte[] json(ClusterState state) {
    return RebuildJson.of(
        state.rebuild(),
        Await.result(catalog.strays().conflicts(Optional.empty())),
        foreign.waiting());
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw invalid(text);
    }
  }

  private static ProblemException invalid(String text) {
    return new ProblemException(
        Problem.invalidRequest(
            "'cluster' is '" + text + "', but has to be an id that GET /catalogue/rebuild gives."));
  }
}
