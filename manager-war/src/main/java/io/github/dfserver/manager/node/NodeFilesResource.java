package io.github.dfserver.manager.node;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.Health;
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
import java.util.Optional;

/** Tells what a node holds, and what of it is not as it should be, whether it is online or not. */
@Path("node/{id}/file")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class NodeFilesResource {
  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;

  /**
   * One page of files.
   *
   * @param state which of them: {@code missing}, {@code damaged}, {@code unknown}; null for all
   */
  @GET
  public byte[] files(
      @PathParam("id") String id,
      @QueryParam("state") String state,
      @QueryParam("after") String after,
      @QueryParam("limit") String limit) {
    int most = PageLimit.of(limit);
    Optional<String> begin = Optional.ofNullable(after);
    if (state == null) {
      requireKnown(id);
      return page(Await.result(catalog.files().onNode(id, begin, most)));
    }
    return switch (state) {
      case "missing" -> unwell(id, Health.MISSING, begin, most);
      case "damaged" -> unwell(id, Health.DAMAGED, begin, most);
      case "unknown" -> {
        requireKnown(id);
        StrayPage page = StrayPage.read(catalog.strays(), id, begin, most);
        yield FileJson.strays(page.strays(), page.next());
      }
      default ->
          throw new ProblemException(
              Problem.invalidRequest(
                  "'state' can be 'missing', 'damaged' or 'unknown'; leave it out to list all"
                      + " files."));
    };
  }

  private byte[] unwell(String id, Health health, Optional<String> after, int limit) {
    requireKnown(id);
    return page(Await.result(catalog.files().unwell(id, health, after, limit)));
  }

  private static byte[] page(RecordPage page) {
    return FileJson.page(page.records(), Optional.empty(), page.next());
  }

  /** A node that was forgotten may still be named by records of lost files, and by strays. */
  private void requireKnown(String id) {
    boolean known =
        registry.find(id).isPresent()
            || Await.result(catalog.files().anyOn(id))
            || lostFiles(id)
            || !Await.result(catalog.strays().onNode(id, Optional.empty(), 1)).isEmpty();
    if (!known) {
      throw new ProblemException(Problem.nodeDoesNotExist(id));
    }
  }

  private boolean lostFiles(String id) {
    RecordPage first =
        Await.result(catalog.files().unwell(id, Health.MISSING, Optional.empty(), 1));
    return !first.records().isEmpty();
  }
}
