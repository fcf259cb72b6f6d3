package io.github.dfserver.manager.node;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.drain.DrainWatch;
import io.github.dfserver.manager.drain.Drains;
import io.github.dfserver.manager.drain.NodeRemoval;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.work.Await;
import io.github.dfserver.protocol.Scrub;
import io.github.dfserver.protocol.ScrubBegun;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Tells of the storage nodes, and has them emptied and forgotten. */
@Path("node")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class NodeResource {
  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private Drains drains;
  @Inject private DrainWatch drained;
  @Inject private NodeRemoval removal;

  /** All nodes, ordered by id. */
  @GET
  public byte[] all() {
    Map<String, NodeUsage> usage = usage();
    List<StorageNode> nodes =
        registry.all().stream().sorted(Comparator.comparing(StorageNode::id)).toList();
    return NodeJson.nodes(nodes, drained::drained, usage);
  }

  /** One node. */
  @GET
  @Path("{id}")
  public byte[] one(@PathParam("id") String id) {
    return json(known(id), usage());
  }

  /**
   * Has an online node read all its files again; what it says of that comes with its heartbeats.
   */
  @POST
  @Path("{id}/scrub")
  public CompletionStage<byte[]> scrub(@PathParam("id") String id) {
    known(id);
    NodeLink node =
        registry
            .channel(id)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.conflict(
                            "Node " + id + " is offline; it can be scrubbed when it is back.")));
    return node.ask(ScrubBegun.class, Scrub::new).thenCompose(begun -> json(id));
  }

  /** Empties a node onto the others. */
  @POST
  @Path("{id}/drain")
  public CompletionStage<byte[]> drain(@PathParam("id") String id) {
    return drains.begin(id).thenCompose(begun -> json(id));
  }

  /** Calls the emptying of a node off. */
  @DELETE
  @Path("{id}/drain")
  public CompletionStage<byte[]> cancelDrain(@PathParam("id") String id) {
    return drains.cancel(id).thenCompose(cancelled -> json(id));
  }

  /** Forgets a node that holds no file, or that is lost. */
  @DELETE
  @Path("{id}")
  public CompletionStage<Response> forget(
      @PathParam("id") String id, @QueryParam("lost") String lost) {
    if (lost != null && !lost.equals("true") && !lost.equals("false")) {
      throw new ProblemException(
          Problem.invalidRequest("'lost' can be 'true' or 'false', or be left out."));
    }
    return removal
        .forget(id, "true".equals(lost))
        .thenApply(forgotten -> Response.noContent().build());
  }

  private CompletionStage<byte[]> json(String id) {
    return catalog.files().usage().thenApply(usage -> json(known(id), usage));
  }

  private byte[] json(StorageNode node, Map<String, NodeUsage> usage) {
    return NodeJson.node(node, drained::drained, usage);
  }

  private StorageNode known(String id) {
    return registry.find(id).orElseThrow(() -> new ProblemException(Problem.nodeDoesNotExist(id)));
  }

  private Map<String, NodeUsage> usage() {
    return Await.result(catalog.files().usage());
  }
}
