package io.github.dfserver.node.channel;

import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.Content;
import io.github.dfserver.protocol.CopyCommand;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.Origin;
import io.github.dfserver.protocol.SendFile;
import io.github.dfserver.protocol.Sent;
import io.github.dfserver.protocol.Staged;
import io.github.dfserver.protocol.UploadFile;
import io.github.dfserver.tracing.Span;
import io.github.dfserver.tracing.SpanKind;
import io.github.dfserver.tracing.Tracer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;

/**
 * A command as it came.
 *
 * @param origin the client's request that it serves, where the manager said so
 * @param span lasts until it is answered; none where its request is not traced
 * @param at when it came, in {@link System#nanoTime}
 */
record Received<C extends Command>(C command, Optional<Origin> origin, Span span, long at) {
  private static final Logger LOG = System.getLogger(Received.class.getName());

  static <C extends Command> Received<C> now(C command, Optional<Origin> origin, Tracer tracer) {
    return new Received<>(command, origin, begin(command, origin, tracer), System.nanoTime());
  }

  /** The same with other words. */
  <D extends Command> Received<D> as(D same) {
    return new Received<>(same, origin, span, at);
  }

  /** What a sentence of the log begins with. */
  String about() {
    String request = origin.map(named -> "request=" + named.clientRequest() + " ").orElse("");
    return command instanceof CopyCommand one
        ? request + command.type() + " of copy " + one.copyId()
        : request + command.type();
  }

  private static Span begin(Command command, Optional<Origin> origin, Tracer tracer) {
    Optional<String> parent = origin.flatMap(Origin::traceparent);
    if (!tracer.isOn() || parent.isEmpty()) {
      return Span.none();
    }
    Span span = tracer.begin(SpanKind.SERVER, word(command.type()), parent);
    if (span.isRecording()) {
      span.with("dfs.request_id", origin.get().clientRequest());
      if (command instanceof CopyCommand one) {
        span.with("dfs.copy.id", one.copyId().toString());
      }
    }
    return span;
  }

  /** Notes what became of it: in its trace, and at DEBUG in one line of the log. */
  void answered(Answer answer) {
    if (span.isRecording()) {
      span.with("dfs.bytes", bytes(answer));
      if (answer instanceof Failed failed) {
        span.failed(word(failed.code()));
      }
    }
    span.end();
    logAnswered(answer);
  }

  /** It is not executed, since its connection is lost. */
  void dropped() {
    span.failed("dropped");
    span.end();
  }

  private void logAnswered(Answer answer) {
    if (!LOG.isLoggable(Level.DEBUG)) {
      return;
    }
    StringBuilder line = new StringBuilder(200);
    origin.ifPresent(named -> line.append("request=").append(named.clientRequest()).append(' '));
    origin
        .flatMap(Origin::traceparent)
        .ifPresent(trace -> line.append("traceparent=").append(trace).append(' '));
    line.append("command=").append(word(command.type()));
    if (command instanceof CopyCommand one) {
      line.append(" copy=").append(one.copyId());
    }
    double seconds = (System.nanoTime() - at) / 1e9;
    line.append(" bytes=").append(bytes(answer));
    line.append(String.format(Locale.ROOT, " seconds=%.6f", seconds));
    line.append(" outcome=").append(answer instanceof Failed failed ? word(failed.code()) : "ok");
    LOG.log(Level.DEBUG, line::toString);
  }

  /** Bytes of a file that were taken or given. */
  private long bytes(Answer answer) {
    if (answer instanceof Content content) {
      return content.content().remaining();
    }
    if (answer instanceof Staged staged) {
      return staged.size();
    }
    if (answer instanceof Sent && command instanceof SendFile send) {
      return send.length();
    }
    return answer instanceof Failed || !(command instanceof UploadFile upload)
        ? 0
        : upload.copy().size();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
