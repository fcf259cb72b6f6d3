package io.github.dfserver.node.channel;

import io.github.dfserver.node.store.CopyPage;
import io.github.dfserver.node.store.CopyStore;
import io.github.dfserver.node.store.StoreException;
import io.github.dfserver.node.store.TombstonePage;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.Copies;
import io.github.dfserver.protocol.CopiesFound;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.FindCopies;
import io.github.dfserver.protocol.ListCopies;
import io.github.dfserver.protocol.ListTombstones;
import io.github.dfserver.protocol.StoreStatus;
import io.github.dfserver.protocol.Tombstones;
import java.util.function.Supplier;

/** Answers what a manager asks about all that the node holds. Safe for any thread. */
final class Surveys {
  /** Bytes of heap that an entry of a page takes, about. */
  private static final long COPY_BYTES = 512;

  private static final long SMALL_BYTES = 128;

  private final CopyStore store;
  private final Supplier<StoreStatus> status;

  /** {@code status} is what the node holds and takes. */
  Surveys(CopyStore store, Supplier<StoreStatus> status) {
    this.store = store;
    this.status = status;
  }

  StoreStatus status() {
    return status.get();
  }

  /** Bytes of memory that a command and its answer may take until that is sent. */
  static long bytes(Command command) {
    if (command instanceof ListCopies list) {
      return list.limit() * COPY_BYTES;
    }
    if (command instanceof ListTombstones list) {
      return list.limit() * SMALL_BYTES;
    }
    return command instanceof FindCopies find ? find.copyIds().size() * SMALL_BYTES : 0;
  }

  /** Looks, on the caller's thread; never fails. */
  Answer answer(Received<Command> asked) {
    try {
      return look(asked.command());
    } catch (StoreException | RuntimeException | Error e) {
      return Failures.answer(asked, e);
    }
  }

  private Answer look(Command command) throws StoreException {
    long id = command.requestId();
    if (command instanceof ListCopies list) {
      CopyPage page = store.copies(list.after(), list.limit());
      return new Copies(id, page.next(), page.copies());
    }
    if (command instanceof FindCopies find) {
      return new CopiesFound(id, store.look(find.copyIds()));
    }
    if (command instanceof ListTombstones list) {
      TombstonePage page = store.tombstones(list.after(), list.limit());
      return new Tombstones(id, page.more(), page.tombstones());
    }
    throw new StoreException(FailureCode.INVALID, "this node does not know " + command.type());
  }
}
