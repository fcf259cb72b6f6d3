package io.github.dfserver.manager.node;

import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.CopyCommand;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.tracing.Span;
import io.github.dfserver.tracing.SpanKind;
import io.github.dfserver.tracing.Tracer;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The spans of commands to nodes, from the moment at which one is queued to its answer. Only of
 * those that serve a client's request: what a manager does by itself has no trace.
 */
final class CommandSpans {
  private CommandSpans() {}

  static Span begin(Tracer tracer, String node, Command command, Optional<RequestOrigin> origin) {
    if (!tracer.isOn() || origin.isEmpty()) {
      return Span.none();
    }
    Span span = tracer.begin(SpanKind.CLIENT, word(command.type()), origin.get().traceparent());
    if (span.isRecording()) {
      span.with("dfs.node.id", node).with("dfs.request_id", origin.get().requestId());
      if (command instanceof CopyCommand one) {
        span.with("dfs.copy.id", one.copyId().toString());
      }
    }
    return span;
  }

  /** The span of a command that another manager gives. */
  static Span relayed(Tracer tracer, RelayLink link) {
    if (!tracer.isOn() || link.origin().isEmpty()) {
      return Span.none();
    }
    return tracer
        .begin(SpanKind.CLIENT, "relay", link.origin().get().traceparent())
        .with("dfs.node.id", link.node())
        .with("dfs.manager.id", link.by().manager().toString());
  }

  /** Ends a span when the answer comes, or there will be none. */
  static void endWith(Span span, CompletionStage<? extends Answer> answer) {
    if (!span.isRecording()) {
      return;
    }
    answer.whenComplete(
        (given, failure) -> {
          if (failure instanceof CommandFailedException refused) {
            span.failed(word(refused.code()));
          } else if (failure != null) {
            span.failed("unavailable");
          } else if (given instanceof Failed failed) {
            span.failed(word(failed.code()));
          }
          span.end();
        });
  }

  /** Ends the span of a command that was not sent. */
  static void notSent(Span span) {
    span.failed("unavailable");
    span.end();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
