package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.OneDisk;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Files move to where there are too few. Each test joins a node of its own, or none, and leaves all
 * nodes online and even.
 */
class RebalanceIT {
  /** So slow that a move can be met on its way, so fast that the test is short. */
  private static final String BANDWIDTH = "1MiB";

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "rebalance",
          options ->
              options
                  .withSetting("dfs.lease", "5s")
                  .withSetting("dfs.command-timeout", "5s")
                  .withSetting("dfs.move-bandwidth", BANDWIDTH));

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final TreeSet<String> JOINED = new TreeSet<>(List.of("100", "101", "102"));

  @Test
  void aNewNodeFillsInTheFewestMovesWhileEverythingCanBeRead() throws Exception {
    Map<String, byte[]> files = upload("join/", 400);
    Map<String, Map<String, Object>> before = records(files);
    AtomicBoolean filled = new AtomicBoolean();
    ExecutorService readers = Executors.newFixedThreadPool(4);
    List<Future<Integer>> reads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int seed = i;
      reads.add(readers.submit(() -> readUntil(filled, files, seed)));
    }
    join("103");
    awaitEven();
    filled.set(true);
    for (Future<Integer> one : reads) {
      assertThat(one.get()).isPositive();
    }
    readers.shutdown();

    long moved = 0;
    Map<String, Map<String, Object>> after = records(files);
    for (String name : files.keySet()) {
      Map<String, Object> was = new HashMap<>(before.get(name));
      Map<String, Object> is = new HashMap<>(after.get(name));
      moved += was.remove("node").equals(is.remove("node")) ? 0 : 1;
      assertThat(is).as("what else is known of the file").isEqualTo(was);
    }
    assertThat(moved).as("files that moved").isLessThanOrEqualTo(counts().get("103"));
    awaitEachFileOnOneDisk();
    assertReadable(files);
  }

  @Test
  void processesKilledWhileFilesMoveLoseNothingAndLeaveNothing() throws Exception {
    Map<String, byte[]> files = upload("kill/", 400);
    join("104");
    awaitMoving("104");
    kill("104");
    cluster().launchNode("104");
    cluster().awaitOnline("104");
    awaitMoving("104");
    kill("100");
    cluster().launchNode("100");
    cluster().awaitOnline("100");
    awaitMoving("104");
    cluster().manager().kill();
    cluster().launchManager();
    cluster().awaitOnline(JOINED.toArray(String[]::new));
    awaitEven();
    awaitEachFileOnOneDisk();
    assertReadable(files);
  }

  @Test
  void aPauseSurvivesARestartAndStopsEveryMove() throws Exception {
    Map<String, byte[]> files = upload("pause/", 60);
    awaitEven();
    Answer paused =
        api().send(api().request(api().uri("balance/pause")).POST(BodyPublishers.noBody()).build());
    assertThat(paused.status()).isEqualTo(200);
    assertThat(paused.json()).containsEntry("paused", true);
    for (Map<String, Object> record : records(files).values()) {
      if (record.get("node").equals("101")) {
        assertThat(api().delete((String) record.get("filename")).status()).isEqualTo(200);
        files.remove((String) record.get("filename"));
      }
    }
    long fewest = counts().get("101");
    cluster().manager().kill();
    cluster().launchManager();
    cluster().awaitOnline(JOINED.toArray(String[]::new));
    assertThat(balance()).containsEntry("paused", true).containsEntry("movesInFlight", 0L);
    assertThat((Long) balance().get("spread")).isGreaterThan(1);
    assertThat((Long) balance().get("movesPending")).isPositive();
    assertThat(counts()).containsEntry("101", fewest);

    Answer resumed = api().send(api().request(api().uri("balance/pause")).DELETE().build());
    assertThat(resumed.json()).containsEntry("paused", false);
    awaitEven();
    assertThat(balance()).containsEntry("etaSeconds", 0L);
    assertThat(counts().get("101")).isGreaterThan(fewest);
    awaitEachFileOnOneDisk();
    assertReadable(files);
  }

  private static Map<String, byte[]> upload(String prefix, int count) throws Exception {
    Map<String, byte[]> files = new HashMap<>();
    for (int i = 0; i < count; i++) {
      byte[] content = Content.random(i, i % 20 == 0 ? 200_000 : 2000 + i);
      assertThat(api().put(prefix + i, content).status()).isEqualTo(201);
      files.put(prefix + i, content);
    }
    return files;
  }

  private static int readUntil(AtomicBoolean end, Map<String, byte[]> files, int seed)
      throws Exception {
    List<String> names = new ArrayList<>(new TreeSet<>(files.keySet()));
    Random random = new Random(seed);
    int reads = 0;
    while (!end.get()) {
      String name = names.get(random.nextInt(names.size()));
      Answer answer = api().get(name);
      assertThat(answer.status()).as("%s while it may move: %s", name, answer).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(files.get(name));
      reads++;
    }
    return reads;
  }

  private static void assertReadable(Map<String, byte[]> files) throws Exception {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertThat(api().get(file.getKey()).body()).isEqualTo(file.getValue());
    }
  }

  /** The JSON of each file, from listings of the nodes. */
  private static Map<String, Map<String, Object>> records(Map<String, byte[]> files)
      throws Exception {
    Map<String, Map<String, Object>> records = new HashMap<>();
    for (String node : JOINED) {
      for (Map<String, Object> file :
          api().getPath("node/" + node + "/file?limit=1000").objects("files")) {
        if (files.containsKey((String) file.get("filename"))) {
          records.put((String) file.get("filename"), file);
        }
      }
    }
    assertThat(records).hasSameSizeAs(files);
    return records;
  }

  private static void join(String id) throws Exception {
    cluster().launchNode(id);
    cluster().awaitOnline(id);
    JOINED.add(id);
  }

  private static void kill(String id) throws Exception {
    cluster().node(id).kill();
    cluster().awaitState(id, "offline");
  }

  /** Waits until files are on their way and the node has got one more. */
  private static void awaitMoving(String id) throws Exception {
    long before = counts().get(id);
    Await.until(
        "files to move to node " + id,
        SOON,
        () -> counts().get(id) > before && (Long) balance().get("movesInFlight") > 0);
  }

  private static void awaitEven() throws Exception {
    Await.until("the nodes to be even", SOON, api()::isEven);
  }

  private static void awaitEachFileOnOneDisk() throws Exception {
    Await.until("each file to be on one disk", SOON, () -> OneDisk.holds(cluster(), 1, JOINED));
  }

  private static Map<String, Long> counts() throws Exception {
    Map<String, Long> counts = new HashMap<>();
    api().nodes().forEach(n -> counts.put((String) n.get("id"), (Long) n.get("files")));
    return counts;
  }

  private static Map<String, Object> balance() throws Exception {
    return api().balance();
  }

  private static LocalCluster cluster() {
    return CLUSTER.cluster();
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
