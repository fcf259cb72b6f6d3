package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.ClusterState;
import io.github.dfserver.manager.catalog.RebuildState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The bytes of the cluster's state. */
final class ClusterCodec {
  private static final long NEVER = Long.MIN_VALUE;

  private ClusterCodec() {}

  static byte[] encode(ClusterState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream to = new DataOutputStream(bytes)) {
      to.writeLong(state.revision());
      to.writeLong(state.clusterId().getMostSignificantBits());
      to.writeLong(state.clusterId().getLeastSignificantBits());
      to.writeUTF(state.secret());
      to.writeBoolean(state.movesPaused());
      RebuildState rebuild = state.rebuild();
      to.writeUTF(rebuild.phase().name());
      to.writeLong(rebuild.began().map(Instant::toEpochMilli).orElse(NEVER));
      to.writeLong(rebuild.ended().map(Instant::toEpochMilli).orElse(NEVER));
      write(to, rebuild.done());
      write(to, rebuild.absent());
      to.writeLong(rebuild.adopted());
      to.writeLong(rebuild.conflicts());
      if (state.linkEpoch() != 0) {
        to.writeLong(state.linkEpoch()); // managers before it existed do not read so far
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream to, Set<String> nodes) throws IOException {
    to.writeInt(nodes.size());
    for (String node : nodes) {
      to.writeUTF(node);
    }
  }

  /**
   * The state.
   *
   * @throws CatalogException when these are not the bytes of one
   */
  static ClusterState state(byte[] encoded) {
    try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(encoded))) {
      long revision = from.readLong();
      UUID clusterId = new UUID(from.readLong(), from.readLong());
      String secret = from.readUTF();
      boolean movesPaused = from.readBoolean();
      RebuildState rebuild =
          new RebuildState(
              RebuildState.Phase.valueOf(from.readUTF()),
              instant(from.readLong()),
              instant(from.readLong()),
              nodes(from),
              nodes(from),
              from.readLong(),
              from.readLong());
      long linkEpoch = from.available() > 0 ? from.readLong() : 0;
      return new ClusterState(clusterId, secret, movesPaused, rebuild, linkEpoch, revision);
    } catch (IOException | IllegalArgumentException e) {
      throw new CatalogException("The catalogue's record of the cluster is damaged", e);
    }
  }

  private static Optional<Instant> instant(long millis) {
    return millis == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static Set<String> nodes(DataInputStream from) throws IOException {
    Set<String> nodes = new TreeSet<>();
    int count = from.readInt();
    for (int i = 0; i < count; i++) {
      nodes.add(from.readUTF());
    }
    return nodes;
  }
}
