package io.github.dfserver.cli.node;

import io.github.dfserver.cli.output.Json;
import io.github.dfserver.cli.output.Output;
import io.github.dfserver.cli.output.Sizes;
import io.github.dfserver.client.Node;
import io.github.dfserver.client.Scrub;
import java.util.Locale;

/** Nodes, one a line. */
final class NodeRows {
  private final Output output;

  NodeRows(Output output) {
    this.output = output;
  }

  void heading() {
    if (!output.json()) {
      output.answer(
          null,
          "%-12s %-9s %10s %10s %10s  %s"
              .formatted("ID", "STATE", "FILES", "BYTES", "FREE", "LAST SEEN"));
    }
  }

  void row(Node node) {
    output.answer(
        json(node),
        "%-12s %-9s %10d %10s %10s  %s"
            .formatted(
                node.id(),
                state(node),
                node.files(),
                Sizes.text(node.bytes()),
                Sizes.text(node.freeBytes()),
                node.lastSeen()));
  }

  void whole(Node node) {
    Scrub scrub = node.scrub();
    output.answer(
        json(node),
        """
        id         %s
        state      %s
        files      %d
        bytes      %d (%s)
        free       %d (%s)
        connected  %s
        last seen  %s
        scrub      %s"""
            .formatted(
                node.id(),
                state(node),
                node.files(),
                node.bytes(),
                Sizes.text(node.bytes()),
                node.freeBytes(),
                Sizes.text(node.freeBytes()),
                node.connectedSince() == null ? "no" : "since " + node.connectedSince(),
                node.lastSeen(),
                scrub == null ? "not reported yet" : text(scrub)));
  }

  static String state(Node node) {
    return node.state().name().toLowerCase(Locale.ROOT);
  }

  static String text(Scrub scrub) {
    if (scrub.startedAt() == null) {
      return "none so far"; // what a new node says
    }
    boolean completed =
        scrub.completedAt() != null && !scrub.completedAt().isBefore(scrub.startedAt());
    return "%s, %d of %d files read, %s, %d damaged, %d missing, %s"
        .formatted(
            scrub.running() ? "running" : completed ? "completed" : "going on slowly",
            scrub.filesRead(),
            scrub.files(),
            Sizes.text(scrub.bytesRead()),
            scrub.damaged(),
            scrub.missing(),
            scrub.completedAt() == null ? "first one" : "last completed " + scrub.completedAt());
  }

  private static Json json(Node node) {
    Scrub scrub = node.scrub();
    return Json.of("id", node.id())
        .with("state", state(node))
        .with("files", node.files())
        .with("bytes", node.bytes())
        .with("freeBytes", node.freeBytes())
        .with("connectedSince", node.connectedSince())
        .with("lastSeen", node.lastSeen())
        .with("scrub", scrub == null ? null : json(scrub));
  }

  private static Json json(Scrub scrub) {
    return Json.of("running", scrub.running())
        .with("files", scrub.files())
        .with("filesRead", scrub.filesRead())
        .with("bytesRead", scrub.bytesRead())
        .with("damaged", scrub.damaged())
        .with("missing", scrub.missing())
        .with("startedAt", scrub.startedAt())
        .with("completedAt", scrub.completedAt());
  }
}
