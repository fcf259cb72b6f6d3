package io.github.dfserver.manager.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the operator of requests that were not let in, and what to do: one line every ten seconds
 * at most, with how many there were since. Thread-safe.
 */
@ApplicationScoped
public class Denials {
  private static final Logger LOG = System.getLogger(Denials.class.getName());
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);
  private static final String ADVICE =
      " No credentials are configured, so only this machine is let in. To let others in, make a token"
          + " with 'java -jar manager.jar token add NAME --role admin' (docs/SECURITY.md tells of users"
          + " and OpenID Connect); name a proxy on this machine in dfs.trusted-proxies.";

  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private final AtomicLong untold = new AtomicLong();

  /**
   * A request was not let in.
   *
   * @param why a part of a sentence; tells no secret
   * @param open whether no credentials are configured
   */
  void denied(String address, String why, boolean open) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due < 0 || !next.compareAndSet(due, now + PAUSE)) {
      untold.incrementAndGet();
      return;
    }
    long others = untold.getAndSet(0);
    LOG.log(
        Level.WARNING,
        "A request from {0} was not let in: {1}.{2}{3}",
        address,
        why,
        others == 0 ? "" : " So were " + others + " before, since the last such line.",
        open ? ADVICE : "");
  }
}
