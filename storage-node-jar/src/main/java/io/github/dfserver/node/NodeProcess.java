package io.github.dfserver.node;

import io.github.dfserver.node.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Runs one node as this process: until a signal stops it, or a manager refuses it. */
final class NodeProcess {
  private static final Logger LOG = System.getLogger(NodeProcess.class.getName());
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private NodeProcess() {}

  /**
   * Returns only when the node cannot go on; a signal ends the process with status 0.
   *
   * @param errors gets the sentence that says why
   * @return the exit status
   */
  static int run(NodeOptions options, String software, PrintStream errors)
      throws InterruptedException {
    Node node;
    try {
      node = Node.start(options, software);
    } catch (StoreException | IllegalArgumentException e) {
      errors.println("storage-node: " + e.getMessage());
      return 1;
    } catch (IOException e) {
      errors.println("storage-node: " + options.data() + " cannot be used: " + e.getMessage());
      return 1;
    }
    CountDownLatch ending = new CountDownLatch(1);
    Thread hook = new Thread(() -> stopOnSignal(node, ending), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    String refusal = node.awaitRefusal();
    ending.countDown();
    errors.println("storage-node: " + refusal);
    node.stop(STOP_LIMIT);
    return 1;
  }

  /** The JVM would exit with 143 (SIGTERM) or 130 (SIGINT); this was asked for, so it is 0. */
  private static void stopOnSignal(Node node, CountDownLatch ending) {
    if (ending.getCount() == 0) {
      return;
    }
    LOG.log(Level.INFO, "stopping: finishing what is in flight");
    boolean whole = false;
    try {
      whole = node.stop(STOP_LIMIT);
    } catch (InterruptedException e) {
      LOG.log(Level.WARNING, "interrupted while stopping");
    }
    LOG.log(Level.INFO, whole ? "stopped" : "stopped with commands unfinished");
    Runtime.getRuntime().halt(whole ? 0 : 1);
  }
}
