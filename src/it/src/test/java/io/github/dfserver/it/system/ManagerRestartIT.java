package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.cluster.NodeTree;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A manager that is killed, or everything at once, in the middle of the work. */
class ManagerRestartIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("manager-restart", options -> options.withSetting("dfs.lease", "5s"));

  private static final Duration GONE = Duration.ofSeconds(60);

  @Test
  void whatWasAcknowledgedSurvivesTheManagersDeath() throws Exception {
    acknowledgedSurvives("manager-killed/", List.of(LocalCluster.MANAGER));
  }

  @Test
  void whatWasAcknowledgedSurvivesTheDeathOfAll() throws Exception {
    acknowledgedSurvives(
        "all-killed/", List.of(LocalCluster.MANAGER, "node-100", "node-101", "node-102"));
  }

  private static void acknowledgedSurvives(String prefix, List<String> victims) throws Exception {
    Set<String> stored = new ConcurrentSkipListSet<>();
    Set<String> deleted = new ConcurrentSkipListSet<>();
    Set<String> begun = new ConcurrentSkipListSet<>();
    AtomicInteger next = new AtomicInteger();
    ExecutorService workers = Executors.newFixedThreadPool(8);
    for (int worker = 0; worker < 8; worker++) {
      workers.execute(
          () -> {
            try {
              while (true) {
                change(prefix + next.getAndIncrement(), stored, deleted, begun);
              }
            } catch (IOException e) {
              return; // the manager is gone
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    Await.until("some hundred changes", Duration.ofMinutes(2), () -> stored.size() > 300);
    cluster().processes().stream()
        .filter(process -> victims.contains(process.name()))
        .forEach(process -> process.toHandle().destroyForcibly());
    workers.shutdown();
    assertThat(workers.awaitTermination(5, TimeUnit.MINUTES)).isTrue();

    cluster().manager().kill();
    cluster().launchManager();
    for (String id : cluster().options().nodes()) {
      if (victims.contains("node-" + id)) {
        cluster().node(id).kill();
        cluster().launchNode(id);
      }
    }
    cluster().awaitOnline("100", "101", "102");

    for (String name : stored) {
      assertThat(api().get(name).body()).isEqualTo(content(name));
    }
    for (String name : deleted) {
      assertThat(api().get(name).status()).isEqualTo(404);
    }
    Set<String> listed = new TreeSet<>(api().names(prefix));
    assertThat(listed).containsAll(stored);
    assertThat(listed).doesNotContainAnyElementsOf(deleted);
    listed.removeAll(stored);
    for (String name : listed) {
      assertThat(begun).contains(name);
      assertThat(api().get(name).body()).isEqualTo(content(name));
    }
    Await.until(
        "every name that was not stored to be free or whole", GONE, () -> settled(begun, stored));
    Await.until("only what is listed to be on the disks", GONE, () -> onDisk() == counted());
  }

  private static void change(
      String name, Set<String> stored, Set<String> deleted, Set<String> begun)
      throws IOException, InterruptedException {
    begun.add(name);
    byte[] content = content(name);
    if (api().put(name, content).status() == 201) {
      boolean delete = name.endsWith("7");
      if (!delete) {
        stored.add(name);
      } else if (api().delete(name).status() == 200) {
        deleted.add(name);
      }
    }
  }

  /** Tries again to upload what has no answer, as a client would. */
  private static boolean settled(Set<String> begun, Set<String> stored)
      throws IOException, InterruptedException {
    for (String name : begun) {
      if (!stored.contains(name)) {
        byte[] content = content(name);
        Answer answer = api().put(name, content);
        if (answer.status() == 409
            && !Content.sha256(content).equals(answer.json().get("sha256"))) {
          return false;
        }
      }
    }
    return true;
  }

  private static long onDisk() throws IOException {
    long files = 0;
    for (String id : cluster().options().nodes()) {
      NodeTree disk = new NodeTree(cluster().nodeDirectory(id));
      files += disk.files().size() + disk.stagedFiles().size();
    }
    return files;
  }

  private static long counted() throws IOException, InterruptedException {
    return api().nodes().stream().mapToLong(node -> (Long) node.get("files")).sum();
  }

  private static byte[] content(String name) {
    return Content.random(name.hashCode(), Math.floorMod(name.hashCode(), 100_000));
  }

  private static LocalCluster cluster() {
    return CLUSTER.cluster();
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
