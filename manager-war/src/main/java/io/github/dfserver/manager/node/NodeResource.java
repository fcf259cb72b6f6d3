package io.github.dfserver.manager.node;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.work.Await;
import io.github.dfserver.protocol.Scrub;
import io.github.dfserver.protocol.ScrubBegun;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Tells of the storage nodes. */
@Path("node")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class NodeResource {
  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;

  /** All nodes, ordered by id. */
  @GET
  public byte[] all() {
    Map<String, NodeUsage> usage = usage();
    List<StorageNode> nodes =
        registry.all().stream().sorted(Comparator.comparing(StorageNode::id)).toList();
    return NodeJson.nodes(nodes, usage);
  }

  /** One node. */
  @GET
  @Path("{id}")
  public byte[] one(@PathParam("id") String id) {
    return NodeJson.node(known(id), usage());
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
    return node.ask(ScrubBegun.class, Scrub::new)
        .thenCompose(begun -> catalog.files().usage())
        .thenApply(usage -> NodeJson.node(known(id), usage));
  }

  private StorageNode known(String id) {
    return registry.find(id).orElseThrow(() -> new ProblemException(Problem.nodeDoesNotExist(id)));
  }

  private Map<String, NodeUsage> usage() {
    return Await.result(catalog.files().usage());
  }
}
