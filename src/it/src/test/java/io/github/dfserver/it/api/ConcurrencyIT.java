package io.github.dfserver.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.NodeTree;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many clients at once. */
class ConcurrencyIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER = ClusterExtension.own("concurrency", options -> options);

  @ParameterizedTest
  @ValueSource(ints = {100, 65_536, 65_537, 500_000})
  void ofManyUploadsOfOneNameExactlyOneSucceeds(int size) throws Exception {
    int clients = 64;
    String name = "one-name/" + size;
    long before = filesOnDisk();
    CyclicBarrier together = new CyclicBarrier(clients);
    List<Callable<Answer>> uploads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      byte[] content = Content.random(i, size);
      uploads.add(
          () -> {
            together.await();
            return api().put(name, content);
          });
    }
    List<Answer> answers = run(clients, uploads);

    assertThat(answers).extracting(Answer::status).containsOnly(201, 409);
    List<Answer> winners = answers.stream().filter(a -> a.status() == 201).toList();
    assertThat(winners).hasSize(1);
    assertThat(Content.sha256(api().get(name).body()))
        .isEqualTo(winners.get(0).json().get("sha256"));
    assertThat(filesOnDisk()).isEqualTo(before + 1);
  }

  @Test
  void noDirectoryEverHoldsMoreThanItMayAndPlacesAreUsedAgain() throws Exception {
    Random random = new Random(36);
    List<String> present = new ArrayList<>();
    int made = 0;
    for (int step = 0; step < 10; step++) {
      List<Callable<Answer>> changes = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        String name = "thirty-six/" + made++;
        present.add(name);
        changes.add(() -> api().put(name, name.getBytes(StandardCharsets.UTF_8)));
      }
      assertThat(run(16, changes)).extracting(Answer::status).containsOnly(201);
      checkDisks();

      Collections.shuffle(present, random);
      List<Callable<Answer>> deletes = new ArrayList<>();
      int deleted = present.size() / 2;
      for (String name : present.subList(0, deleted)) {
        deletes.add(() -> api().delete(name));
      }
      present.subList(0, deleted).clear();
      assertThat(run(16, deletes)).extracting(Answer::status).containsOnly(200);
      checkDisks();
    }
    assertThat(api().names("thirty-six/")).containsExactlyInAnyOrderElementsOf(present);
    for (NodeTree disk : disks()) {
      // Some 2,000 files at most were there at once, a third of them here: places beyond that would
      // be new ones where freed ones were to be had.
      assertThat(disk.directories()).hasSizeLessThan(1000);
    }
    List<Callable<Answer>> rest = new ArrayList<>();
    present.forEach(name -> rest.add(() -> api().delete(name)));
    assertThat(run(16, rest)).extracting(Answer::status).containsOnly(200);
  }

  @Test
  void readersAndWritersOfOneNameSeeWholeFilesOnly() throws Exception {
    String name = "flicker";
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      byte[] content = Content.random(i, 20_000 + 20_000 * i);
      work.add(
          () -> {
            for (int round = 0; round < 40; round++) {
              assertThat(api().put(name, content).status()).isIn(201, 409);
              Answer answer = api().get(name);
              assertThat(answer.status()).isIn(200, 404);
              if (answer.status() == 200) {
                assertThat("\"" + Content.sha256(answer.body()) + "\"")
                    .isEqualTo(answer.header("ETag").orElseThrow());
              }
              assertThat(api().delete(name).status()).isIn(200, 404, 409);
            }
            return true;
          });
    }
    assertThat(run(8, work)).containsOnly(true);
  }

  private static void checkDisks() throws Exception {
    for (NodeTree disk : disks()) {
      assertThat(disk.overfull()).isEmpty();
    }
  }

  private static List<NodeTree> disks() {
    return CLUSTER.cluster().options().nodes().stream()
        .map(CLUSTER.cluster()::nodeDirectory)
        .map(NodeTree::new)
        .toList();
  }

  private static long filesOnDisk() throws Exception {
    long files = 0;
    for (NodeTree disk : disks()) {
      files += disk.files().size();
    }
    return files;
  }

  private static <T> List<T> run(int atOnce, List<Callable<T>> calls) throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(atOnce);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : workers.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } finally {
      workers.shutdownNow();
    }
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
