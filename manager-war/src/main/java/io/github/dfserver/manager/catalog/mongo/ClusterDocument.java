package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.ClusterState;
import io.github.dfserver.manager.catalog.RebuildState;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;

/** The cluster's state as a document, and back. */
final class ClusterDocument {
  static final String KEY = "_id";
  static final String FORMAT = "format";
  static final String REVISION = "revision";
  private static final String CLUSTER_ID = "clusterId";
  private static final String SECRET = "secret";
  private static final String MOVES_PAUSED = "movesPaused";
  private static final String LINK_EPOCH = "linkEpoch";
  private static final String REBUILD = "rebuild";
  private static final String PHASE = "phase";
  private static final String BEGAN = "began";
  private static final String ENDED = "ended";
  private static final String DONE = "done";
  private static final String ABSENT = "absent";
  private static final String ADOPTED = "adopted";
  private static final String CONFLICTS = "conflicts";

  private ClusterDocument() {}

  static Document of(String key, int format, ClusterState state) {
    RebuildState rebuild = state.rebuild();
    return new Document(KEY, key)
        .append(FORMAT, format)
        .append(CLUSTER_ID, state.clusterId())
        .append(SECRET, state.secret())
        .append(MOVES_PAUSED, state.movesPaused())
        .append(
            REBUILD,
            new Document(PHASE, rebuild.phase().name())
                .append(BEGAN, rebuild.began().map(Date::from).orElse(null))
                .append(ENDED, rebuild.ended().map(Date::from).orElse(null))
                .append(DONE, List.copyOf(rebuild.done()))
                .append(ABSENT, List.copyOf(rebuild.absent()))
                .append(ADOPTED, rebuild.adopted())
                .append(CONFLICTS, rebuild.conflicts()))
        .append(LINK_EPOCH, state.linkEpoch())
        .append(REVISION, state.revision());
  }

  static ClusterState toState(Document document) {
    try {
      Document rebuild = document.get(REBUILD, Document.class);
      return new ClusterState(
          document.get(CLUSTER_ID, UUID.class),
          document.getString(SECRET),
          document.getBoolean(MOVES_PAUSED),
          new RebuildState(
              RebuildState.Phase.valueOf(rebuild.getString(PHASE)),
              instant(rebuild, BEGAN),
              instant(rebuild, ENDED),
              Set.copyOf(rebuild.getList(DONE, String.class)),
              Set.copyOf(rebuild.getList(ABSENT, String.class)),
              rebuild.getLong(ADOPTED),
              rebuild.getLong(CONFLICTS)),
          document.get(LINK_EPOCH, 0L),
          document.getLong(REVISION));
    } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
      throw new CatalogException("The catalogue's document of the cluster is damaged", e);
    }
  }

  private static Optional<Instant> instant(Document document, String field) {
    return Optional.ofNullable(document.getDate(field)).map(Date::toInstant);
  }
}
