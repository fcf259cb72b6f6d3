package io.github.dfserver.it.cluster;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A server of MongoDB's protocol as a process of its own. It keeps everything in memory: it can be
 * suspended and its connections can be cut, but whoever kills it has lost the catalogue.
 */
public final class MongodbServer {
  private MongodbServer() {}

  /**
   * Serves on the loopback address until the process is told to stop.
   *
   * @param args the port
   */
  public static void main(String[] args) throws InterruptedException {
    MongoServer server = new MongoServer(new MemoryBackend());
    server.bind("127.0.0.1", Integer.parseInt(args[0]));
    System.out.println("mongodb: listening on port " + args[0]);
    new CountDownLatch(1).await();
  }

  /** What follows {@code java} to start it with the class path of this process. */
  public static List<String> arguments(int port) {
    // Surefire and Failsafe start their process with a jar that only names the class path.
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of(
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "-cp",
        path,
        MongodbServer.class.getName(),
        Integer.toString(port));
  }
}
