package io.github.dfserver.manager.rebuild;

import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.StorageNode;
import io.github.dfserver.manager.work.Workers;
import io.github.dfserver.protocol.Hello;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ids of the nodes that have joined, in a file of the manager's data directory: so a manager
 * whose catalogue is lost still knows whose files are missing in a rebuilt one. Thread-safe.
 */
@ApplicationScoped
public class KnownNodes {
  private static final Logger LOG = System.getLogger(KnownNodes.class.getName());

  /** As in the file; empty before {@link #start}. */
  private final Set<String> ids = new TreeSet<>();

  @Inject private ManagerConfiguration configuration;
  @Inject private NodeRegistry registry;
  @Inject private Workers workers;

  /** Reads the file, and adds to it from now on who joins. */
  public synchronized void start() {
    try {
      if (Files.exists(file())) {
        Files.readAllLines(file(), StandardCharsets.UTF_8).stream()
            .map(String::strip)
            .filter(Hello::isNodeId)
            .forEach(ids::add);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, file() + " cannot be read: a rebuild will not miss absent nodes", e);
    }
    registry.onArrival(id -> workers.blocking().execute(() -> add(id)));
    registry.all().stream().map(StorageNode::id).forEach(this::add);
  }

  /** The nodes that have joined and were not forgotten. */
  public synchronized Set<String> ids() {
    return Set.copyOf(ids);
  }

  /**
   * Forgets a node; waits for the disk.
   *
   * @return whether it was known
   */
  public synchronized boolean forget(String id) {
    boolean known = ids.remove(id);
    if (known) {
      write();
    }
    return known;
  }

  private synchronized void add(String id) {
    if (ids.add(id)) {
      write();
    }
  }

  private void write() {
    Path file = file();
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.getParent());
      ByteBuffer text = StandardCharsets.UTF_8.encode(String.join("\n", ids) + "\n");
      try (FileChannel out =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        while (text.hasRemaining()) {
          out.write(text);
        }
        out.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.log(Level.WARNING, file + " cannot be written: a rebuild may not miss absent nodes", e);
    }
  }

  private Path file() {
    return configuration.dataDirectory().resolve("known-nodes");
  }
}
