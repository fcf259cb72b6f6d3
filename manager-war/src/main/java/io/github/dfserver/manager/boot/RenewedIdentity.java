package io.github.dfserver.manager.boot;

import io.github.dfserver.tls.Identity;
import io.github.dfserver.tls.TlsException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The manager's certificate and key, read again when their files have changed, so that a renewed
 * certificate needs no restart. New files that cannot be used are said so once, and the old ones go
 * on. Thread-safe; a handshake reads the two small files at most, once in {@link #PERIOD}.
 */
final class RenewedIdentity extends X509ExtendedKeyManager {
  /** How long a change may go unnoticed. */
  static final Duration PERIOD = Duration.ofSeconds(10);

  private static final String ALIAS = "manager";

  private final Path certificate;
  private final Path key;
  private final Clock clock;
  private final ReentrantLock looking = new ReentrantLock();

  /** Guarded by the lock. */
  private String seen;

  /** Guarded by the lock. */
  private Instant nextLook;

  private volatile Identity current;

  /**
   * Reads the files.
   *
   * @throws TlsException with a sentence when they cannot be used
   */
  RenewedIdentity(Path certificate, Path key, Clock clock) throws TlsException {
    this.certificate = certificate;
    this.key = key;
    this.clock = clock;
    this.seen = state();
    this.current = Identity.read(certificate, key, clock.instant());
    this.nextLook = clock.instant().plus(PERIOD);
  }

  /** Which files these are now; the same text as long as nobody has replaced or changed them. */
  private String state() {
    return state(certificate) + state(key);
  }

  private static String state(Path file) {
    try {
      return Files.getLastModifiedTime(file) + "/" + Files.size(file) + "/" + file.toRealPath();
    } catch (IOException e) {
      return "missing";
    }
  }

  /** The one to use in a handshake that begins now. Another handshake may be looking already. */
  private Identity renewed() {
    if (looking.tryLock()) {
      try {
        Instant now = clock.instant();
        if (!now.isBefore(nextLook)) {
          nextLook = now.plus(PERIOD);
          look(now);
        }
      } finally {
        looking.unlock();
      }
    }
    return current;
  }

  private void look(Instant now) {
    String state = state();
    if (state.equals(seen)) {
      return;
    }
    seen = state;
    System.Logger log = System.getLogger(RenewedIdentity.class.getName());
    try {
      current = Identity.read(certificate, key, now);
      log.log(
          Level.INFO,
          "TLS goes on with the new certificate, valid until {0}",
          current.chain().get(0).getNotAfter().toInstant());
    } catch (TlsException e) {
      log.log(Level.WARNING, "TLS goes on with the old certificate: {0}", e.getMessage());
    }
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return renewed().key();
  }

  /** After {@link #getPrivateKey} in a handshake, which has looked. */
  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return current.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return ALIAS;
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return ALIAS;
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }
}
