package io.github.dfserver.cli.run;

import io.github.dfserver.cli.output.Output;
import io.github.dfserver.client.DfsClient;
import java.io.InputStream;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What one run of the program has: its client, its input and output. For any number of threads. */
public final class Session implements AutoCloseable {
  private final Supplier<DfsClient> clients;
  private final UnaryOperator<String> environment;
  private final InputStream in;
  private final Output output;
  private final Interruption interruption;
  private DfsClient client; // guarded by this; null until it is needed

  /**
   * One run.
   *
   * @param clients is asked once, when a command needs a client
   * @param in standard input
   */
  public Session(
      Supplier<DfsClient> clients,
      UnaryOperator<String> environment,
      InputStream in,
      Output output,
      Interruption interruption) {
    this.clients = clients;
    this.environment = environment;
    this.in = in;
    this.output = output;
    this.interruption = interruption;
  }

  /** The client, made when it is needed first. */
  public synchronized DfsClient client() {
    if (client == null) {
      client = clients.get();
    }
    return client;
  }

  /** A variable of the environment; null where there is none. */
  public String variable(String name) {
    return environment.apply(name);
  }

  /** Standard input. */
  public InputStream in() {
    return in;
  }

  /** Standard output and standard error. */
  public Output output() {
    return output;
  }

  /** Ctrl-C. */
  public Interruption interruption() {
    return interruption;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
