package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.MixedLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One of two managers dies or stands still under load; the nodes dial both. */
class ManagerFailoverIT {
  private static final String SILENT = "nothing was heard from the manager";
  private static final Duration SOON = Duration.ofMinutes(2);

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("manager-failover", ClusterExtension::twoManagers);

  @AfterEach
  void bringBack() throws Exception {
    if (cluster().manager(1).isAlive()) {
      cluster().manager(1).resume();
    } else {
      cluster().launchManager(1);
    }
    cluster().awaitOnline("100", "101", "102");
  }

  @Test
  void whatADyingManagerAcknowledgedHoldsAndTheOtherGoesOn() throws Exception {
    try (MixedLoad dying = new MixedLoad(cluster().api(1), "dying/", 3);
        MixedLoad living = new MixedLoad(cluster().api(2), "living/", 3)) {
      await("load", () -> dying.done() > 100 && living.done() > 100);
      cluster().manager(1).kill();
      long before = living.done();
      await("the other manager to go on", () -> living.done() > before + 200);
      dying.stop();
      living.stop();
      assertThat(living.unanswered()).isEmpty();
      living.verify(cluster().api(2));
      dying.verify(cluster().api(2));
    }
  }

  @Test
  void whileAManagerStandsStillTheOtherGoesOnAndNothingIsLostWhenItWakes() throws Exception {
    try (MixedLoad paused = new MixedLoad(cluster().api(1), "paused/", 3);
        MixedLoad living = new MixedLoad(cluster().api(2), "awake/", 3)) {
      await("load", () -> paused.done() > 100 && living.done() > 100);
      // A manager that was started again works through the other one while nodes are still coming.
      await("node 100 at the first manager", ManagerFailoverIT::node100IsConnected);
      cluster().manager(1).suspend();
      long before = living.done();
      // By then its announcement has long ended.
      await("a node to give the paused manager up", () -> log("node-100").contains(SILENT));
      await("the other manager to go on", () -> living.done() > before + 200);
      cluster().manager(1).resume();
      long after = paused.done();
      await("the paused manager to work again", () -> paused.done() > after + 50);
      paused.stop();
      living.stop();
      assertThat(living.unanswered()).isEmpty();
      living.verify(cluster().api(1));
      paused.verify(cluster().api(2));
    }
  }

  private static boolean node100IsConnected() throws IOException {
    String first = cluster().api(1).base().toString();
    return log("node-100")
        .lines()
        .filter(line -> line.contains(first))
        .reduce((earlier, later) -> later)
        .filter(line -> line.contains("connected to"))
        .isPresent();
  }

  private static String log(String process) throws IOException {
    return Files.readString(cluster().options().directory().resolve("logs/" + process + ".log"));
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    Await.until(what, SOON, condition);
  }

  private static LocalCluster cluster() {
    return CLUSTER.cluster();
  }
}
