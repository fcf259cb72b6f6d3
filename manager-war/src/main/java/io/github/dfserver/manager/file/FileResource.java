package io.github.dfserver.manager.file;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.Listing;
import io.github.dfserver.manager.catalog.ListingQuery;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.request.RequestPath;
import io.github.dfserver.manager.work.Await;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Lists and deletes files. The requests whose bodies are files are {@link FileStreamFilter}'s. */
@Path("file")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class FileResource {
  @Inject private Catalog catalog;
  @Inject private DeleteService deletes;

  @Context private UriInfo uri;
  @Context private HttpServletRequest request;

  /** One page of names. */
  @GET
  public byte[] list() {
    MultivaluedMap<String, String> query = uri.getQueryParameters();
    String delimiter = text(query, "delimiter");
    ListingQuery asked =
        new ListingQuery(
            text(query, "prefix"),
            text(query, "contains"),
            delimiter,
            text(query, "after"),
            PageLimit.of(query.getFirst("limit")));
    Listing page = Await.result(catalog.files().list(asked));
    return FileJson.page(
        page.files(),
        delimiter.isEmpty() ? Optional.empty() : Optional.of(page.folders()),
        page.next());
  }

  private static String text(MultivaluedMap<String, String> query, String parameter) {
    String value = query.getFirst(parameter);
    if (value == null) {
      return "";
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean half =
          Character.isSurrogate(c)
              && !(Character.isHighSurrogate(c)
                  && i + 1 < value.length()
                  && Character.isLowSurrogate(value.charAt(i + 1)));
      if (half) {
        throw new ProblemException(Problem.invalidRequest("'" + parameter + "' is not UTF-8."));
      }
      i += Character.isSurrogate(c) ? 1 : 0;
    }
    return value;
  }

  /** Deletes a file. */
  @DELETE
  @Path("{filename: .*}")
  public CompletionStage<byte[]> delete() {
    String path = RequestPath.asSent(request);
    FileName name = FileName.ofPath(path.substring("/file/".length()));
    return deletes
        .delete(name, RequestOrigin.of(request))
        .thenApply(deleted -> FileJson.deleted(name.value()));
  }
}
