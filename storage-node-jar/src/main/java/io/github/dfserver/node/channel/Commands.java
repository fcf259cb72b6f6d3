package io.github.dfserver.node.channel;

import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.CommitFile;
import io.github.dfserver.protocol.CopyCommand;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.DiscardFile;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.ProtocolException;
import io.github.dfserver.protocol.SendFile;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.UploadFile;
import java.nio.ByteBuffer;
import java.time.Duration;
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
  private final Lanes lanes;
  private final ContentBudget budget;
  private final int maxInFlight;
  private final Outlet outlet;
  private final CopyOrder order = new CopyOrder();
  private final Gate gate = new Gate();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicInteger quick = new AtomicInteger();
  private int executing; // guarded by this
  private volatile boolean abandoned;
  private volatile boolean stopping;

  Commands(
      CommandRunner runner, Lanes lanes, ContentBudget budget, int maxInFlight, Outlet outlet) {
    this.runner = runner;
    this.lanes = lanes;
    this.budget = budget;
    this.maxInFlight = maxInFlight;
    this.outlet = outlet;
  }

  /** Lets commands be executed, which are only taken until then. */
  void begin() {
    gate.open();
  }

  /**
   * Takes the next command. Called by one thread at a time.
   *
   * @throws ProtocolException when the manager leaves more commands unanswered than it said
   */
  void accept(Command command) throws ProtocolException {
    if (unanswered.incrementAndGet() > maxInFlight) {
      throw new ProtocolException("more than " + maxInFlight + " commands are unanswered");
    }
    if (command instanceof CopyCommand about) {
      accept(about);
    } else {
      refuse(command, FailureCode.INVALID, "this node does not know " + command.type());
    }
  }

  private void accept(CopyCommand command) {
    long bytes = contentBytes(command);
    if (stopping && (command instanceof UploadFile || command instanceof StageFile)) {
      refuse(command, FailureCode.BUSY, "the node is being stopped");
    } else if (!budget.take(bytes)) {
      refuse(command, FailureCode.BUSY, "too many bytes of small files are on their way");
    } else {
      if (command instanceof DiscardFile || command instanceof DeleteFile) {
        runner.cancelStaging(command.copyId());
      }
      begun(command);
      CopyCommand own = command instanceof UploadFile upload ? withOwnContent(upload) : command;
      order.submit(
          command.copyId(), gate.before(lane(command)), ended -> execute(own, bytes, ended));
    }
  }

  private void refuse(Command command, FailureCode code, String detail) {
    unanswered.decrementAndGet();
    outlet.answer(Failures.failed(command, code, detail), () -> {});
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
    return !(command instanceof StageFile
        || command instanceof SendFile
        || command instanceof CommitFile);
  }

  private void execute(CopyCommand command, long bytes, Runnable ended) {
    if (abandoned) {
      budget.giveBack(bytes);
      ended.run();
      finished();
      return;
    }
    runner
        .run(command)
        .whenComplete(
            (answer, none) -> {
              answered(command, answer, bytes);
              if (!(command instanceof SendFile)) {
                ended.run();
              }
              finished();
            });
    if (command instanceof SendFile) {
      ended.run(); // the file is open, and may be deleted while it is being sent
    }
  }

  private void answered(Command command, Answer answer, long bytes) {
    unanswered.decrementAndGet();
    if (isQuick(command)) {
      quick.decrementAndGet();
    }
    outlet.answer(answer, () -> budget.giveBack(bytes));
  }

  private void begun(Command command) {
    if (isQuick(command)) {
      quick.incrementAndGet();
    }
    synchronized (this) {
      executing++;
    }
  }

  private synchronized void finished() {
    executing--;
    if (executing == 0) {
      notifyAll();
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
