package io.github.dfserver.manager.link;

import io.github.dfserver.manager.catalog.ClusterState;
import io.github.dfserver.manager.cluster.Cluster;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.file.FileName;
import io.github.dfserver.manager.file.PathEncoding;
import io.github.dfserver.manager.request.Query;
import io.github.dfserver.manager.request.RequestPath;
import io.github.dfserver.manager.security.CredentialsException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Makes signed links and checks them. Thread-safe; nothing here blocks. */
@ApplicationScoped
public class Links {
  private static final String FILES = "/file/";
  private static final String EXPIRES = "expires";
  private static final String DISPOSITION = "disposition";
  private static final String SIGNATURE = "signature";

  @Inject private Cluster cluster;

  /** The link as a path below the context root, with its query. */
  String path(Link link) {
    return FILES
        + PathEncoding.encode(link.name().value())
        + "?"
        + EXPIRES
        + "="
        + link.expires().getEpochSecond()
        + link.disposition().map(one -> "&" + DISPOSITION + "=" + one.label()).orElse("")
        + "&"
        + SIGNATURE
        + "="
        + key().sign(link);
  }

  /**
   * The link that a request is; empty where it is none.
   *
   * @throws CredentialsException when it is one that is not good, or no longer
   */
  Optional<Link> check(HttpServletRequest request) throws CredentialsException {
    String path = RequestPath.asSent(request);
    String method = request.getMethod();
    boolean reads = method.equals("GET") || method.equals("HEAD");
    if (!reads || !path.startsWith(FILES)) {
      return Optional.empty();
    }
    String signature = Query.parameter(request, SIGNATURE);
    if (signature == null) {
      return Optional.empty();
    }
    Link link = link(request, path.substring(FILES.length()), signature);
    if (!key().isGood(link, signature)) {
      throw forged();
    }
    if (!Instant.now().isBefore(link.expires())) {
      throw new CredentialsException("The link has expired; ask for a new one.");
    }
    return Optional.of(link);
  }

  private static Link link(HttpServletRequest request, String path, String signature)
      throws CredentialsException {
    UUID fileId = LinkKey.fileId(signature).orElseThrow(Links::forged);
    String disposition = Query.parameter(request, DISPOSITION);
    Optional<Disposition> known = Optional.ofNullable(disposition).flatMap(Disposition::ofLabel);
    if (disposition != null && known.isEmpty()) {
      throw forged();
    }
    try {
      // A time that is out of reach was never signed.
      long expires = Long.parseLong(String.valueOf(Query.parameter(request, EXPIRES)));
      Instant end = Instant.ofEpochSecond(Math.min(expires, Integer.MAX_VALUE * 4L));
      return new Link(FileName.ofPath(path), fileId, end, known);
    } catch (NumberFormatException | ProblemException e) {
      throw forged();
    }
  }

  private static CredentialsException forged() {
    return new CredentialsException(
        "The link was not made here, was changed, or has been made void; ask for a new one.");
  }

  /** Makes all links void that were made so far, at all managers within seconds. */
  CompletionStage<ClusterState> voidAll() {
    return cluster.update(ClusterState::withLinksVoid);
  }

  private LinkKey key() {
    ClusterState state = cluster.state();
    return LinkKey.derive(state.secret(), state.linkEpoch());
  }
}
