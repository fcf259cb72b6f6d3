package io.github.dfserver.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.check.HistoryCheck;
import io.github.dfserver.it.history.History;
import io.github.dfserver.it.process.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Lets a process die at every step of what it does, one after the other, and looks at everything in
 * the end. Each time it is started again it is given the next point already.
 */
class CrashPointsIT {
  private static final int LARGE = 300_000;
  private static final int SMALL = 3000;

  private final History history = new History();
  private final Values values = new Values(1);
  private Path directory;
  private Findings findings;
  private Client client;
  private Servers servers;
  private Server victim;
  private long next = 1;

  @AfterEach
  void stop() throws IOException {
    if (servers != null) {
      servers.close();
      history.save(directory.resolve("history.txt"));
    }
  }

  @Test
  void aManagerMayDieAtAnyStepOfUploadsAndDeletes() throws Exception {
    start("files", "manager-1");
    dieInTurn(CrashPoints.OF_FILES);
    assertThatAllIsAsPromised();
  }

  @Test
  void aNodeMayDieAtAnyStepOfUploadsAndDeletes() throws Exception {
    start("nodes", "node-101");
    dieInTurn(CrashPoints.OF_A_NODE);
    assertThatAllIsAsPromised();
  }

  /** Each time a new, empty node is there, so that there are files to move. */
  @Test
  void aManagerMayDieAtAnyStepOfMoves() throws Exception {
    start("moves", "manager-1");
    create(Names.all());
    victim.kill();
    int node = 103;
    for (String point : CrashPoints.OF_MOVES) {
      servers.join("node-" + node++);
      victim.launchArmed(point, 1);
      assertThat(victim.awaitCrash()).as(point).isEqualTo(Server.CRASH_STATUS);
    }
    victim.launch();
    servers.awaitOnline();
    assertThatAllIsAsPromised();
  }

  private void start(String what, String process) throws Exception {
    directory = Path.of("target", "faults", "crash-points-of-" + what).toAbsolutePath();
    Directories.remove(directory);
    Files.createDirectories(directory);
    findings = new Findings(directory.resolve("run.log"));
    client = new Client(0, values, history, findings);
    servers =
        new Servers(
            new Layout(directory, 25_000, 1, 2, false),
            problem -> findings.add("no process ends by itself", problem));
    victim = servers.server(process);
    servers.start();
  }

  private void dieInTurn(List<String> points) throws Exception {
    for (int i = 0; i < points.size(); i++) {
      create(folder(i).subList(0, 4));
    }
    victim.kill();
    for (int i = 0; i < points.size(); i++) {
      findings.log("next: " + points.get(i));
      victim.launchArmed(points.get(i), 1);
      servers.awaitOnline();
      if (points.get(i).matches("delete.*|node\\.unlink.*")) {
        delete(folder(i).subList(0, 4));
      } else {
        create(folder(i).subList(4, 8));
      }
      assertThat(victim.awaitCrash()).as(points.get(i)).isEqualTo(Server.CRASH_STATUS);
    }
    victim.launch();
    servers.awaitOnline();
  }

  private static List<String> folder(int number) {
    return Names.in(Names.folder(number));
  }

  /** Small and large files in turn, until the process is dead. */
  private void create(List<String> names) throws InterruptedException {
    for (String name : names) {
      if (victim.isAlive()) {
        long number = next++;
        int size = number % 2 == 0 ? SMALL : LARGE;
        client.create(servers.apis().get(0), name, values.make(number, size), 0);
      }
    }
  }

  private void delete(List<String> names) throws InterruptedException {
    for (String name : names) {
      if (victim.isAlive()) {
        client.delete(servers.apis().get(0), name);
      }
    }
  }

  private void assertThatAllIsAsPromised() throws Exception {
    new Verification(servers, client, values, findings).run();
    HistoryCheck.check(history).forEach(findings::add);
    assertThat(findings.violations()).isEmpty();
  }
}
