package io.github.dfserver.manager.node;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.catalog.RecordPage;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.file.FileJson;
import io.github.dfserver.manager.file.PageLimit;
import io.github.dfserver.manager.work.Await;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** One page of the files that a node holds, whether it is online or not. */
  @GET
  @Path("{id}/file")
  public byte[] files(
      @PathParam("id") String id,
      @QueryParam("state") String state,
      @QueryParam("after") String after,
      @QueryParam("limit") String limit) {
    int most = PageLimit.of(limit);
    known(id);
    if (state != null) {
      throw new ProblemException(
          Problem.invalidRequest("'state' is not known here; leave it out to list all files."));
    }
    RecordPage page = Await.result(catalog.files().onNode(id, Optional.ofNullable(after), most));
    return FileJson.page(page.records(), Optional.empty(), page.next());
  }

  private StorageNode known(String id) {
    return registry.find(id).orElseThrow(() -> new ProblemException(Problem.nodeDoesNotExist(id)));
  }

  private Map<String, NodeUsage> usage() {
    return Await.result(catalog.files().usage());
  }
}
