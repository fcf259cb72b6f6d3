package io.github.dfserver.node.channel;

import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.CommitFile;
import io.github.dfserver.protocol.CopyCommand;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.DiscardFile;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.IntakeSet;
import io.github.dfserver.protocol.Origin;
import io.github.dfserver.protocol.ProtocolException;
import io.github.dfserver.protocol.Scrub;
import io.github.dfserver.protocol.SendFile;
import io.github.dfserver.protocol.SetIntake;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.UploadFile;
import io.github.dfserver.tracing.Tracer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The commands of one connection: takes them in their order without waiting for anything, and once
 * it has {@link #begin begun} has them executed, those on one copy one after the other.
 */
final class Commands {
  /** Where answers go; {@code sent} is run once the answer's memory is free. */
  interface Outlet {
    void answer(Answer answer, Runnable sent);
  }

  private final CommandRunner runner;
  private final Surveys surveys;
  private final Lanes lanes;
  private final ContentBudget budget;
  private final Intake intake;
  private final int maxInFlight;
  private final Tracer tracer;
  private final Outlet outlet;
  private final CopyOrder order = new CopyOrder();
  private final Gate gate = new Gate();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicInteger quick = new AtomicInteger();
  private final AtomicInteger transfers = new AtomicInteger();
  private int executing; // guarded by this
  private volatile boolean abandoned;
  private volatile boolean stopping;
  private volatile boolean reading = true;

  Commands(
      CommandRunner runner,
      Surveys surveys,
      Commons commons,
      int maxInFlight,
      Tracer tracer,
      Outlet outlet) {
    this.runner = runner;
    this.surveys = surveys;
    this.lanes = commons.lanes();
    this.budget = commons.budget();
    this.intake = commons.intake();
    this.maxInFlight = maxInFlight;
    this.tracer = tracer;
    this.outlet = outlet;
  }

  /** Lets commands be executed, which are only taken until then. */
  void begin() {
    gate.open();
  }

  /**
   * Takes the next command. Called by one thread at a time.
   *
   * @param origin the client's request that it serves, where the manager said so
   * @throws ProtocolException when the manager leaves more commands unanswered than it said
   */
  void accept(Command command, Optional<Origin> origin) throws ProtocolException {
    if (unanswered.incrementAndGet() > maxInFlight) {
      throw new ProtocolException("more than " + maxInFlight + " commands are unanswered");
    }
    if (command instanceof CopyCommand about) {
      accept(Received.now(about, origin, tracer));
    } else if (command instanceof SetIntake set) {
      set(Received.now(set, origin, tracer));
    } else if (command instanceof Scrub scrub) {
      Received<Scrub> asked = Received.now(scrub, origin, tracer);
      atOnce(asked, runner.scrub(asked));
    } else {
      survey(Received.now(command, origin, tracer));
    }
  }

  private void accept(Received<CopyCommand> received) {
    CopyCommand command = received.command();
    long bytes = contentBytes(command);
    if (!budget.take(bytes)) {
      refuse(received, FailureCode.BUSY, "too many bytes of small files are on their way");
      return;
    }
    if (!mayBegin(received)) {
      budget.giveBack(bytes);
      return;
    }
    if (command instanceof DiscardFile || command instanceof DeleteFile) {
      runner.cancelStaging(command.copyId());
    }
    begun(command);
    Received<CopyCommand> own =
        command instanceof UploadFile upload ? received.as(withOwnContent(upload)) : received;
    order.submit(command.copyId(), gate.before(lane(command)), ended -> execute(own, bytes, ended));
  }

  /** Whether a command is let in; if not, it is refused. */
  private boolean mayBegin(Received<CopyCommand> received) {
    CopyCommand command = received.command();
    if (command instanceof CommitFile) {
      intake.beginCommit();
      return true;
    }
    if (!reading && (command instanceof DownloadFile || command instanceof SendFile)) {
      refuse(received, FailureCode.BUSY, "the node is being stopped");
      return false;
    }
    if (!stores(command)) {
      return true;
    }
    if (stopping) {
      refuse(received, FailureCode.BUSY, "the node is being stopped");
      return false;
    }
    if (!intake.begin()) {
      refuse(received, FailureCode.BUSY, "the node takes no new files for now");
      return false;
    }
    return true;
  }

  private static boolean stores(Command command) {
    return command instanceof UploadFile
        || command instanceof StageFile
        || command instanceof CommitFile;
  }

  /** Takes effect at once; the answer, which may take long, holds nothing up. */
  private void set(Received<SetIntake> asked) {
    SetIntake command = asked.command();
    CompletableFuture<Void> unused =
        intake
            .set(command.order(), command.open())
            .handleAsync((state, failure) -> intakeSet(asked, state, failure), lanes.surveys())
            .thenAccept(answer -> atOnce(asked, answer));
  }

  private Answer intakeSet(Received<SetIntake> asked, Intake.State state, Throwable failure) {
    long id = asked.command().requestId();
    return failure == null
        ? new IntakeSet(id, state.open(), surveys.status(), state.staged())
        : Failures.answer(asked, failure);
  }

  private void survey(Received<Command> asked) {
    Command command = asked.command();
    long bytes = Surveys.bytes(command);
    if (!budget.take(bytes)) {
      refuse(asked, FailureCode.BUSY, "too many bytes of answers are on their way");
      return;
    }
    begun(command);
    gate.before(lanes.surveys()).execute(() -> execute(asked, bytes));
  }

  private void execute(Received<Command> asked, long bytes) {
    if (abandoned) {
      budget.giveBack(bytes);
      asked.dropped();
    } else {
      answered(asked, surveys.answer(asked), bytes);
    }
    finished(asked.command());
  }

  private void refuse(Received<?> received, FailureCode code, String detail) {
    atOnce(received, Failures.failed(received.command(), code, detail));
  }

  /** Answers a command that was never in a lane. */
  private void atOnce(Received<?> received, Answer answer) {
    unanswered.decrementAndGet();
    received.answered(answer);
    outlet.answer(answer, () -> {});
  }

  /** The content inside a message would keep all of the message in memory. */
  private static UploadFile withOwnContent(UploadFile upload) {
    ByteBuffer content = upload.content();
    ByteBuffer own = ByteBuffer.allocate(content.remaining()).put(content).flip();
    return new UploadFile(upload.requestId(), upload.copy(), own);
  }

  private static long contentBytes(Command command) {
    if (command instanceof UploadFile upload) {
      return upload.content().remaining();
    }
    return command instanceof DownloadFile download ? download.length() : 0;
  }

  private Executor lane(Command command) {
    if (command instanceof DownloadFile || command instanceof SendFile) {
      return lanes.reads();
    }
    return lanes.writes();
  }

  /** Whether an answer is likely to come within a moment. */
  private static boolean isQuick(Command command) {
    return command instanceof CopyCommand
        && !(isTransfer(command) || command instanceof CommitFile);
  }

  /** Whether a large file comes or goes, from when it is asked for. */
  private static boolean isTransfer(Command command) {
    return command instanceof StageFile || command instanceof SendFile;
  }

  private void execute(Received<CopyCommand> received, long bytes, Runnable ended) {
    CopyCommand command = received.command();
    if (abandoned) {
      budget.giveBack(bytes);
      received.dropped();
      ended.run();
      finished(command);
      return;
    }
    runner
        .run(received)
        .whenComplete(
            (answer, none) -> {
              answered(received, answer, bytes);
              if (!(command instanceof SendFile)) {
                ended.run();
              }
              finished(command);
            });
    if (command instanceof SendFile) {
      ended.run(); // the file is open, and may be deleted while it is being sent
    }
  }

  private void answered(Received<?> received, Answer answer, long bytes) {
    unanswered.decrementAndGet();
    if (isQuick(received.command())) {
      quick.decrementAndGet();
    }
    if (isTransfer(received.command())) {
      transfers.decrementAndGet();
    }
    received.answered(answer);
    outlet.answer(answer, () -> budget.giveBack(bytes));
  }

  private void begun(Command command) {
    if (isQuick(command)) {
      quick.incrementAndGet();
    }
    if (isTransfer(command)) {
      transfers.incrementAndGet();
    }
    synchronized (this) {
      executing++;
    }
  }

  private void finished(Command command) {
    if (stores(command)) {
      intake.end();
    }
    synchronized (this) {
      executing--;
      if (executing == 0) {
        notifyAll();
      }
    }
  }

  /** How many answers are likely to come within a moment. */
  int quick() {
    return quick.get();
  }

  /** From now on nothing new is stored; what is under way can be ended. */
  void stopStoring() {
    stopping = true;
  }

  /**
   * From now on nothing is read either, unless a large file is on its way, for which there is time
   * to read others: small ones that are asked for all the time would never leave this idle.
   */
  void stopReading() {
    if (transfers.get() == 0) {
      reading = false;
    }
  }

  /** Whether no command is being executed and the manager has nothing left to decide. */
  synchronized boolean isIdle() {
    return executing == 0 && !runner.awaitsDecision();
  }

  /** The connection is lost: drops what has not begun and cuts transfers. */
  void abandon() {
    abandoned = true;
    runner.abandon();
  }

  /**
   * After {@link #abandon}: waits until nothing is being executed, and removes what was staged.
   *
   * @return whether that came to its end within {@code limit}
   */
  boolean awaitQuiet(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (this) {
      while (executing > 0) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
    try {
      runner.discardStaged().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("discarding does not fail", e);
    }
  }
}
