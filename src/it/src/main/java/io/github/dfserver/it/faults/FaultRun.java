package io.github.dfserver.it.faults;

import io.github.dfserver.it.check.HistoryCheck;
import io.github.dfserver.it.check.Violation;
import io.github.dfserver.it.history.History;
import io.github.dfserver.it.history.Operation;
import io.github.dfserver.it.process.Directories;
import io.github.dfserver.it.process.ProcessState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** One seed: a cluster, clients, faults, and a look at everything. */
final class FaultRun {
  private static final int CLIENTS = 10;

  /** How many files there are that nobody deletes. */
  static final int BALLAST = 120;

  private static final int CHECKER = 0;

  private final long seed;
  private final long seconds;
  private final Layout layout;
  private final Values values;
  private final Findings findings;
  private final History history = new History();

  FaultRun(long seed, long seconds, Layout layout) throws IOException {
    this.seed = seed;
    this.seconds = seconds;
    this.layout = layout;
    this.values = new Values(seed);
    Directories.remove(layout.directory());
    Files.createDirectories(layout.directory());
    this.findings = new Findings(layout.directory().resolve("run.log"));
  }

  /** Runs it; what it finds wrong is returned and kept, with the history, in the directory. */
  List<Violation> run() throws IOException, InterruptedException {
    List<Fault> faults = Schedule.make(seed, seconds * 1000, layout);
    Files.write(
        layout.directory().resolve("schedule.txt"), faults.stream().map(Fault::toString).toList());
    try (Servers servers =
        new Servers(layout, problem -> findings.add("no process ends by itself", problem))) {
      servers.start();
      Client checker = new Client(CHECKER, values, history, findings);
      ballast(servers, checker);
      Workload warmUp = workload(servers, -seed);
      warmUp.start(CLIENTS);
      LockSupport.parkNanos(2_000_000_000L);
      warmUp.stop();
      Map<String, ProcessState> before = states(servers);
      findings.log("the faults begin");
      Workload work = workload(servers, seed);
      work.start(CLIENTS);
      new Nemesis(servers, faults, findings::log).run(seconds * 1000);
      work.stop();
      findings.log("the faults are over");
      heal(servers);
      findings.log("the cluster is whole again");
      Verification verification = new Verification(servers, checker, values, findings);
      verification.run();
      verification.leaks(before, servers.all().size());
    } catch (IOException | TimeoutException e) {
      findings.add("the cluster works again when it is whole", e + ", " + e.getCause());
    } finally {
      history.save(layout.directory().resolve("history.txt"));
    }
    HistoryCheck.check(history).forEach(findings::add);
    return findings.violations();
  }

  private Workload workload(Servers servers, long workSeed) {
    return new Workload(workSeed, servers, values, history, findings);
  }

  /** Files that are never deleted. */
  private void ballast(Servers servers, Client checker) throws InterruptedException {
    for (int i = 0; i < BALLAST; i++) {
      checker.create(
          servers.apis().get(0), Names.ballast(i), values.make(800_000_000L + i, 1 + i * 40), 0);
    }
  }

  private static Map<String, ProcessState> states(Servers servers) throws IOException {
    Map<String, ProcessState> states = new TreeMap<>();
    for (Server server : servers.all()) {
      states.put(Verification.kind(server.name()), Leaks.of(server));
    }
    return states;
  }

  private void heal(Servers servers) throws IOException, InterruptedException, TimeoutException {
    servers.heal();
    servers.awaitEveryManager();
    for (String node : servers.nodes()) {
      Ask.send(servers.apis().get(0), "DELETE", "node/" + Servers.id(node) + "/drain");
    }
    Ask.send(servers.apis().get(0), "DELETE", "balance/pause");
    servers.awaitOnline();
  }

  /** How much was done, by what came of it. */
  String summary() {
    Map<String, Long> counts =
        history.operations().stream()
            .collect(
                Collectors.groupingBy(
                    (Operation operation) -> operation.kind() + " " + operation.outcome(),
                    TreeMap::new,
                    Collectors.counting()));
    return history.operations().size() + " operations: " + counts;
  }
}
