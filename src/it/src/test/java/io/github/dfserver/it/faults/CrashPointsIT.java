package io.github.dfserver.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.check.HistoryCheck;
import io.github.dfserver.it.cluster.Directories;
import io.github.dfserver.it.history.History;
import io.github.dfserver.it.http.FileApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Lets a process die at every step of what it does, one after the other. Each time it is started
 * again it is given the next point already, so they are in an order in which what an earlier death
 * left is not settled by passing a later point. In the end everything is looked at.
 */
class CrashPointsIT {
  private static final List<String> OF_THE_MANAGER =
      List.of(
          "delete.removed",
          "delete.unlinked",
          "delete.deleting",
          "upload.live",
          "upload.stored",
          "upload.staged",
          "upload.pending");
  private static final List<String> OF_A_NODE =
      List.of("node.unlinked", "node.unlinking", "node.placed", "node.journaled", "node.staged");
  private static final int LARGE = 300_000;
  private static final int SMALL = 3000;

  @Test
  void aManagerMayDieAtAnyStepOfUploadsAndDeletes() throws Exception {
    dieAtEach("manager-1", OF_THE_MANAGER);
  }

  @Test
  void aNodeMayDieAtAnyStepOfUploadsAndDeletes() throws Exception {
    dieAtEach("node-101", OF_A_NODE);
  }

  private static void dieAtEach(String victim, List<String> points) throws Exception {
    Path directory = Path.of("target", "faults", "crash-of-" + victim).toAbsolutePath();
    Directories.remove(directory);
    Files.createDirectories(directory);
    Findings findings = new Findings(directory.resolve("run.log"));
    History history = new History();
    Values values = new Values(1);
    Client client = new Client(0, values, history, findings);
    try (Servers servers =
        new Servers(
            new Layout(directory, 25_000, 1, 2, false),
            problem -> findings.add("no process ends by itself", problem))) {
      servers.start();
      FileApi api = servers.apis().get(0);
      long number = 1;
      for (int i = 0; i < points.size(); i++) {
        for (String name : existing(i)) {
          client.create(api, name, values.make(number, number % 2 == 0 ? SMALL : LARGE), 0);
          number++;
        }
      }
      Server server = servers.server(victim);
      server.kill();
      for (int i = 0; i < points.size(); i++) {
        findings.log("next: " + points.get(i));
        server.launchArmed(points.get(i), 1);
        servers.awaitOnline();
        for (String name : existing(i)) {
          if (server.isAlive() && points.get(i).matches("delete.*|node\\.unlink.*")) {
            client.delete(api, name);
          }
        }
        for (String name : fresh(i)) {
          if (server.isAlive()) {
            client.create(api, name, values.make(number, number % 2 == 0 ? SMALL : LARGE), 0);
            number++;
          }
        }
        assertThat(server.awaitCrash()).as(points.get(i)).isEqualTo(Server.CRASH_STATUS);
      }
      server.launch();
      servers.awaitOnline();
      new Verification(servers, client, values, findings).run();
    } finally {
      history.save(directory.resolve("history.txt"));
    }
    HistoryCheck.check(history).forEach(findings::add);
    assertThat(findings.violations()).isEmpty();
  }

  /** Files that are there before the process may die. */
  private static List<String> existing(int point) {
    return Names.in(Names.folder(point)).subList(0, 4);
  }

  private static List<String> fresh(int point) {
    return Names.in(Names.folder(point)).subList(4, 8);
  }
}
