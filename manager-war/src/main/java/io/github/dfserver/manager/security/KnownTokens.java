package io.github.dfserver.manager.security;

import io.github.dfserver.manager.token.TokenFile;
import io.github.dfserver.manager.token.TokenRecord;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tokens of the file, as last read, a second ago at most. While the file cannot be read, what
 * was read before counts. Thread-safe; nothing here blocks, but for the start.
 */
@ApplicationScoped
public class KnownTokens {
  private static final Logger LOG = System.getLogger(KnownTokens.class.getName());
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private record Read(Optional<TokenFile.Version> version, Map<String, TokenRecord> byId) {}

  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Read read = new Read(Optional.empty(), Map.of());
  private volatile boolean failing;
  private TokenFile file;

  @Inject private SecuritySettings settings;
  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;

  /**
   * Reads the tokens, and again whenever they have changed.
   *
   * @throws UncheckedIOException with a sentence when there is a file and it cannot be read
   */
  public void start() {
    file = new TokenFile(settings.tokenFile());
    try {
      look();
    } catch (IOException e) {
      throw new UncheckedIOException("the tokens cannot be read: " + e.getMessage(), e);
    }
    housekeeping.every(PERIOD, "look at the file of tokens", this::again);
  }

  /** The token of this id, or empty. */
  Optional<TokenRecord> find(String id) {
    return Optional.ofNullable(read.byId().get(id));
  }

  /** Whether there is a file of tokens, an empty one included. */
  boolean exist() {
    return read.version().isPresent();
  }

  private void again() {
    if (looking.compareAndSet(false, true)) {
      workers.background().execute(this::lookAndTell);
    }
  }

  private void lookAndTell() {
    try {
      look();
      failing = false;
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.log(
            Level.ERROR, "The tokens that were read before count on, since now: {0}", e.toString());
      }
    } finally {
      looking.set(false);
    }
  }

  /** Looks at this file, for tests. */
  void look(TokenFile at) throws IOException {
    file = at;
    look();
  }

  private void look() throws IOException {
    Optional<TokenFile.Version> version = file.version();
    if (version.isEmpty() && read.version().isPresent()) {
      throw new IOException(file.path() + " is gone; who takes it away does not open the manager");
    }
    if (!version.equals(read.version())) {
      Map<String, TokenRecord> tokens =
          file.read().stream().collect(Collectors.toMap(TokenRecord::id, Function.identity()));
      read = new Read(version, tokens);
      LOG.log(Level.INFO, "{0} tokens of {1} are known", tokens.size(), file.path());
    }
  }
}
