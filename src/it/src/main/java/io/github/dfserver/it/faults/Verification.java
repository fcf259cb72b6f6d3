package io.github.dfserver.it.faults;

import io.github.dfserver.it.check.DiskCheck;
import io.github.dfserver.it.check.NodeContents;
import io.github.dfserver.it.check.NodeContents.Held;
import io.github.dfserver.it.check.Violation;
import io.github.dfserver.it.cluster.NodeTree;
import io.github.dfserver.it.history.Outcome;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.http.NamePath;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.ProcessState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Looks at everything once the cluster is whole again and nobody asks it for anything. */
final class Verification {
  /** The leases, the sweeps and a busy machine together are far below this. */
  private static final Duration QUIET = Duration.ofMinutes(3);

  private final Servers servers;
  private final Client client;
  private final Values values;
  private final Findings findings;

  /** {@code client} records what is asked for here. */
  Verification(Servers servers, Client client, Values values, Findings findings) {
    this.servers = servers;
    this.client = client;
    this.values = values;
    this.findings = findings;
  }

  /** Everything but leaks. */
  void run() throws IOException, InterruptedException {
    settle("disks", this::disks);
    settle("balance", this::balance);
    readEverything();
    freeNamesCanBeUsed();
    settle("disks at the end", this::disks);
  }

  /** Waits until nothing is wrong any more, and reports what stays wrong. */
  private void settle(String what, Callable<List<Violation>> look) throws InterruptedException {
    List<Violation> last = new ArrayList<>();
    try {
      Await.until(
          what,
          QUIET,
          () -> {
            last.clear();
            last.addAll(look.call());
            return last.isEmpty();
          });
    } catch (TimeoutException e) {
      if (last.isEmpty()) {
        findings.add("the cluster answers when it is whole again", what + ": " + e.getCause());
      }
      last.forEach(findings::add);
    }
  }

  /** Waits until no process holds too much. */
  void leaks(Map<String, ProcessState> before, int peers) throws InterruptedException {
    settle(
        "descriptors and threads to be given back",
        () -> {
          servers
              .links()
              .forEach(
                  link -> {
                    if (link.name().startsWith("clients>")) {
                      link.breakAll();
                    }
                  });
          List<Violation> wrong = new ArrayList<>();
          for (Server server : servers.all()) {
            ProcessState one = before.get(kind(server.name()));
            wrong.addAll(Leaks.check(server.name(), one, Leaks.of(server), peers));
          }
          return wrong;
        });
  }

  /** Which processes are alike. */
  static String kind(String server) {
    return server.replaceAll("-.*", "");
  }

  private List<Violation> disks() throws IOException, InterruptedException {
    FileApi api = servers.apis().get(0);
    List<NodeContents> nodes = new ArrayList<>();
    for (String node : servers.nodes()) {
      NodeTree tree = servers.tree(node);
      String id = Servers.id(node);
      nodes.add(
          new NodeContents(
              id,
              listed(api, "node/" + id + "/file?limit=1000"),
              onDisk(tree),
              tree.stagedFiles().stream().map(Path::toString).toList(),
              tree.overfull()));
    }
    List<Violation> wrong = new ArrayList<>(DiskCheck.check(listed(api, "file?limit=1000"), nodes));
    for (String node : servers.nodes()) {
      for (String state : List.of("missing", "damaged", "unknown")) {
        String path = "node/" + Servers.id(node) + "/file?limit=1000&state=" + state;
        Answer answer = Ask.get(api, path);
        if (answer.status() != 200 || !answer.objects("files").isEmpty()) {
          wrong.add(new Violation("no file is " + state, node + ": " + answer.text()));
        }
      }
    }
    return wrong;
  }

  private static List<Held> onDisk(NodeTree tree) throws IOException {
    List<Held> held = new ArrayList<>();
    for (Path file : tree.files()) {
      Path path = tree.root().resolve("files").resolve(file);
      held.add(new Held(file.toString(), Values.sha256(Files.readAllBytes(path))));
    }
    return held;
  }

  private static List<Held> listed(FileApi api, String path)
      throws IOException, InterruptedException {
    List<Held> held = new ArrayList<>();
    String after = "";
    while (true) {
      Answer page = Ask.get(api, path + after);
      if (page.status() != 200) {
        throw new IOException(path + ": " + Answers.brief(page));
      }
      page.objects("files")
          .forEach(
              file ->
                  held.add(new Held((String) file.get("filename"), (String) file.get("sha256"))));
      if (!(page.json().get("next") instanceof String next)) {
        return held;
      }
      after = "&after=" + NamePath.parameter(next);
    }
  }

  private List<Violation> balance() throws IOException, InterruptedException {
    List<Violation> wrong = new ArrayList<>();
    for (FileApi api : servers.apis()) {
      Answer answer = Ask.get(api, "balance");
      Map<String, Object> balance = answer.json();
      boolean even = balance.get("spread") instanceof Long spread && spread <= 1;
      boolean still = Long.valueOf(0).equals(balance.get("movesInFlight"));
      if (!even || !still) {
        wrong.add(new Violation("the spread is at most 1 once quiet", answer.text()));
      }
    }
    return wrong;
  }

  private void readEverything() throws InterruptedException {
    for (FileApi api : servers.apis()) {
      List<String> names = new ArrayList<>(Names.all());
      IntStream.range(0, FaultRun.BALLAST).mapToObj(Names::ballast).forEach(names::add);
      for (String name : names) {
        Outcome outcome = client.read(api, name).outcome();
        if (outcome != Outcome.FOUND && outcome != Outcome.ABSENT) {
          findings.add(
              "every file can be read when the cluster is whole again",
              name + ": " + outcome + " at " + api.base());
        }
        client.head(api, name, false);
      }
      for (int folder = 0; folder < Names.FOLDERS; folder++) {
        client.list(api, Names.folder(folder));
      }
    }
  }

  /** No name is held by what is left of an upload or a delete. */
  private void freeNamesCanBeUsed() throws IOException, InterruptedException {
    FileApi api = servers.apis().get(0);
    List<String> taken = listed(api, "file?limit=1000").stream().map(Held::name).toList();
    List<String> free = Names.all().stream().filter(name -> !taken.contains(name)).toList();
    long number = 900_000_000;
    for (String name : free) {
      long value = number++;
      settle(
          name,
          () ->
              client.create(api, name, values.make(value, 100), 0) == Outcome.CREATED
                  ? List.of()
                  : List.of(new Violation("every name without a file can be used", name)));
    }
    for (String name : free) {
      if (client.delete(api, name) != Outcome.DELETED) {
        findings.add("a file can be deleted when the cluster is whole again", name);
      }
    }
  }
}
