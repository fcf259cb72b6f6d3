package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.PatientLoad;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an upgrade is to clients: each process is restarted in its turn, under load. */
class RollingRestartIT {
  private static final Duration SOON = Duration.ofMinutes(2);

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("rolling-restart", ClusterExtension::twoManagers);

  @AfterEach
  void allAreBack() throws Exception {
    cluster().awaitOnline("100", "101", "102");
  }

  @Test
  void aRollingRestartLosesNothingAndFailsNoRead() throws Exception {
    List<FileApi> both = List.of(cluster().api(1), cluster().api(2));
    try (PatientLoad load = new PatientLoad(both, "rolling/", 4)) {
      goesOn(load);
      for (int manager = 1; manager <= 2; manager++) {
        load.use(List.of(cluster().api(3 - manager)));
        FileApi left = cluster().api(manager);
        await("the last requests", () -> load.underWay(left) == 0);
        stop(cluster().manager(manager));
        goesOn(load);
        String log = cluster().manager(manager).name();
        long before = connections(log);
        cluster().launchManager(manager);
        cluster().awaitOnline("100", "101", "102");
        // Until then it reaches them through the other one, which is to be stopped next.
        await("the nodes to connect to it", () -> connections(log) >= before + 3);
        load.use(both);
        goesOn(load);
        assertThat(load.takePutOff()).as("reads while manager %d was restarted", manager).isEmpty();
      }
      for (String node : cluster().options().nodes()) {
        stop(cluster().node(node));
        cluster().launchNode(node);
        cluster().awaitOnline(node);
        goesOn(load);
        // Its files are nowhere else: they may have to be asked for again, and for no other reason.
        assertThat(load.takePutOff())
            .allMatch(
                answer -> answer.contains("\"errorCode\":4") && answer.contains("retry-after"));
      }
      load.stop().verify(cluster().api(1));
      load.verify(cluster().api(2));
    }
  }

  /** As when nobody told the proxy: what is under way is asked for again, and succeeds then. */
  @Test
  void aManagerThatIsStoppedUnderLoadLosesNothing() throws Exception {
    List<FileApi> both = List.of(cluster().api(1), cluster().api(2));
    try (PatientLoad load = new PatientLoad(both, "unprepared/", 4)) {
      goesOn(load);
      stop(cluster().manager(1));
      goesOn(load);
      cluster().launchManager(1);
      cluster().awaitOnline("100", "101", "102");
      goesOn(load);
      load.stop().verify(cluster().api(1));
      load.verify(cluster().api(2));
    }
  }

  @Test
  void aNodeThatIsStoppedFinishesADownloadThatIsUnderWay() throws Exception {
    byte[] content = Content.random(1, 20_000_000);
    String node = (String) cluster().api().put("under-way", content).json().get("node");
    FileApi api = cluster().api();
    HttpResponse<InputStream> answer =
        api.send(api.request(api.file("under-way")).GET().build(), BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      byte[] half = body.readNBytes(content.length / 2);
      ChildProcess process = cluster().node(node);
      process.terminate();
      cluster().awaitState(node, "online"); // it is, for what it still sends
      byte[] rest = body.readAllBytes();
      assertThat(process.awaitExit(SOON)).isZero();
      assertThat(half).isEqualTo(Arrays.copyOf(content, half.length));
      assertThat(rest).isEqualTo(Arrays.copyOfRange(content, half.length, content.length));
    }
    cluster().launchNode(node);
  }

  /** How many nodes a manager's log says to have connected. */
  private static long connections(String manager) throws IOException {
    Path log = cluster().options().directory().resolve("logs/" + manager + ".log");
    return Files.readString(log).lines().filter(line -> line.contains(" is online from ")).count();
  }

  private static void stop(ChildProcess process) throws Exception {
    process.terminate();
    int status = process.awaitExit(SOON);
    if (process.name().startsWith("node")) {
      assertThat(status).as(process.name()).isZero();
    }
  }

  private static void goesOn(PatientLoad load) throws Exception {
    long before = load.done();
    await("the load to go on", () -> load.done() > before + 60);
    assertThat(load.failed()).isEmpty();
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    Await.until(what, SOON, condition);
  }

  private static LocalCluster cluster() {
    return CLUSTER.cluster();
  }
}
