package io.github.dfserver.cli.node;

import io.github.dfserver.cli.output.Bar;
import io.github.dfserver.cli.output.FileJson;
import io.github.dfserver.cli.output.Json;
import io.github.dfserver.cli.output.Rows;
import io.github.dfserver.cli.run.Consent;
import io.github.dfserver.cli.run.ExitCode;
import io.github.dfserver.cli.run.Failure;
import io.github.dfserver.cli.run.Failures;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.client.CopyState;
import io.github.dfserver.client.Node;
import io.github.dfserver.client.NodeState;
import io.github.dfserver.client.Scrub;
import io.github.dfserver.client.StoredFile;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dfs node}. */
@Command(name = "node", description = "Storage nodes.")
public final class NodeCommand {
  private static final Duration EVERY = Duration.ofMillis(500);

  private final Session session;
  private final NodeRows rows;

  /** In a session. */
  public NodeCommand(Session session) {
    this.session = session;
    this.rows = new NodeRows(session.output());
  }

  @Command(name = "ls", description = "Lists the nodes.")
  int ls() {
    rows.heading();
    session.client().nodes().forEach(rows::row);
    return ExitCode.OK;
  }

  @Command(name = "show", description = "Tells all that is known of a node.")
  int show(@Parameters(paramLabel = "ID", description = "The node.") String id) {
    rows.whole(session.client().node(id));
    return ExitCode.OK;
  }

  @Command(name = "drain", description = "Empties a node onto the others.")
  int drain(
      @Parameters(paramLabel = "ID", description = "The node.") String id,
      @Option(names = "--wait", description = "Waits until nothing is left on it.") boolean wait) {
    Node node = session.client().drain(id);
    if (wait) {
      node = drained(node);
    }
    rows.whole(node);
    return wait && node.state() != NodeState.DRAINED ? ExitCode.FAILED : ExitCode.OK;
  }

  /** Waits for as long as it is being emptied, even if it is away for a while. */
  private Node drained(Node begun) {
    Node node = begun;
    long left = begun.bytes();
    try (Bar bar = session.output().bar("drain", left)) {
      while (node.state() == NodeState.DRAINING || node.state() == NodeState.OFFLINE) {
        session.interruption().pause(EVERY);
        node = session.client().node(begun.id());
        bar.moved(left - node.bytes());
        left = node.bytes();
        bar.says(node.files() + " files left");
      }
    }
    return node;
  }

  @Command(name = "undrain", description = "Calls a drain off: the node takes files again.")
  int undrain(@Parameters(paramLabel = "ID", description = "The node.") String id) {
    rows.whole(session.client().undrain(id));
    return ExitCode.OK;
  }

  @Command(name = "rm", description = "Forgets a node that holds no file, after a question.")
  int rm(
      @Parameters(paramLabel = "ID", description = "The node.") String id,
      @Option(
              names = "--lost",
              description = "It is offline for good: its files are missing from then on.")
          boolean lost,
      @Option(
              names = {"-f", "--force"},
              description = "Does not ask.")
          boolean force) {
    String question = "Forget node " + id + (lost ? " and all files that it held" : "");
    if (!Consent.given(session, force, question)) {
      Failures.tell(session.output(), null, Failure.of("Nothing was changed.", ExitCode.FAILED));
      return ExitCode.FAILED;
    }
    if (lost) {
      session.client().forgetLost(id);
    } else {
      session.client().forget(id);
    }
    session.output().event(Json.of("event", "forgotten").with("id", id), "forgotten " + id);
    return ExitCode.OK;
  }

  @Command(name = "files", description = "Lists what a node holds.")
  int files(
      @Parameters(paramLabel = "ID", description = "The node.") String id,
      @Option(
              names = "--state",
              paramLabel = "STATE",
              description = "Only what is wrong: missing, damaged, or unknown to the catalogue.")
          CopyState state,
      @Option(
              names = {"-l", "--long"},
              description = "Size, date and node too.")
          boolean detailed,
      @Option(
              names = {"-h", "--human"},
              description = "Sizes like 1.5 MiB.")
          boolean human) {
    Rows files = new Rows(session.output(), detailed || human, human);
    try (Stream<StoredFile> held =
        state == null ? session.client().filesOf(id) : session.client().filesOf(id, state)) {
      for (Iterator<StoredFile> each = held.iterator(); each.hasNext() && files.read(); ) {
        session.interruption().check();
        StoredFile file = each.next();
        files.file(file, FileJson.of(file));
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "scrub", description = "Has a node read everything that it holds again.")
  int scrub(
      @Parameters(paramLabel = "ID", description = "The node.") String id,
      @Option(names = "--wait", description = "Waits for its end; exit 1 where there is damage.")
          boolean wait) {
    Scrub before = wait ? session.client().node(id).scrub() : null;
    Node node = session.client().scrub(id);
    if (wait) {
      node = scrubbed(node, before);
    }
    rows.whole(node);
    Scrub scrub = node.scrub();
    boolean bad = wait && scrub != null && scrub.damaged() + scrub.missing() > 0;
    return bad ? ExitCode.FAILED : ExitCode.OK;
  }

  private Node scrubbed(Node begun, Scrub before) {
    Node node = begun;
    try (Bar bar = session.output().bar("scrub", begun.bytes())) {
      long read = 0;
      while (!ended(node.scrub(), before)) {
        session.interruption().pause(EVERY);
        node = session.client().node(begun.id());
        if (node.scrub() != null && node.scrub().running()) {
          bar.moved(node.scrub().bytesRead() - read);
          read = node.scrub().bytesRead();
        }
      }
    }
    return node;
  }

  /**
   * Whether a scrub that was asked for has ended. What a node says comes some seconds late, so what
   * is heard at first may be of an earlier one; and one of few files may have ended when the answer
   * to the request for it is made.
   *
   * @param now what is known now, or null
   * @param before what was known before it was asked for, or null
   */
  static boolean ended(Scrub now, Scrub before) {
    return now != null
        && !now.running()
        && now.completedAt() != null
        && (before == null
            || (!now.completedAt().equals(before.completedAt())
                && !now.startedAt().equals(before.startedAt())));
  }
}
