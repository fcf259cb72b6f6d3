package io.github.dfserver.manager.security;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.github.dfserver.manager.security.SecuritySettings.Oidc;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The public keys of the OpenID Connect issuer and where it signs users in, by its discovery
 * document (OpenID Connect Discovery 1.0, section 4) and read every five minutes, and soon when a
 * token names one that is not known. While the issuer does not answer, what was read last counts.
 * Thread-safe; reading happens on a background thread, and nobody waits for it.
 */
@ApplicationScoped
public class Issuer {
  private static final Logger LOG = System.getLogger(Issuer.class.getName());
  private static final Duration GOOD = Duration.ofMinutes(5);

  /** So often at most, however many tokens name unknown keys. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int MOST_BYTES = 1 << 20;

  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile Optional<Read> last = Optional.empty();
  private volatile long asked = System.nanoTime() - GOOD.toNanos();
  private volatile boolean wanted;
  private volatile boolean failing;

  /** What the issuer has said; one without users that sign in needs no end points for them. */
  private record Read(JWKSet keys, Optional<IssuerEndpoints> endpoints) {}

  @Inject private SecuritySettings settings;
  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;

  /** Reads them, if there is an issuer, and again and again. */
  public void start() {
    if (settings.oidc().isPresent()) {
      housekeeping.every(Duration.ofSeconds(1), "read the issuer's keys", this::look);
      look();
    }
  }

  /** As last read; empty when they never were. */
  Optional<JWKSet> current() {
    return last.map(Read::keys);
  }

  /** Where users sign in, as last read; empty when that is not known. */
  public Optional<IssuerEndpoints> endpoints() {
    return last.flatMap(Read::endpoints);
  }

  /** A token named a key that is not known. */
  void missing() {
    wanted = true;
  }

  private void look() {
    long age = System.nanoTime() - asked;
    boolean due = age >= GOOD.toNanos();
    boolean soon = (wanted || failing || last.isEmpty()) && age >= SOON.toNanos();
    if ((due || soon) && reading.compareAndSet(false, true)) {
      asked = System.nanoTime();
      wanted = false;
      workers.background().execute(this::read);
    }
  }

  private void read() {
    Oidc oidc = settings.oidc().orElseThrow();
    try {
      Read read = fetch(oidc);
      last = Optional.of(read);
      failing = false;
      LOG.log(Level.DEBUG, "{0} keys of {1} are known", read.keys().size(), oidc.issuer());
    } catch (IOException | ParseException | RuntimeException e) {
      if (!failing) {
        LOG.log(Level.WARNING, "The keys of {0} cannot be read, trying on: {1}", oidc.issuer(), e);
      }
      failing = true;
    } finally {
      reading.set(false);
    }
  }

  private static Read fetch(Oidc oidc) throws IOException, ParseException {
    String issuer = oidc.issuer().toString();
    DefaultResourceRetriever http =
        new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES);
    String base = issuer.endsWith("/") ? issuer : issuer + "/";
    URI discovery = URI.create(base + ".well-known/openid-configuration");
    Map<String, Object> document =
        JSONObjectUtils.parse(http.retrieveResource(discovery.toURL()).getContent());
    String named = JSONObjectUtils.getString(document, "issuer");
    if (!issuer.equals(named)) {
      throw new IOException(
          discovery + " names the issuer " + named + "; dfs.oidc.issuer has to be exactly that");
    }
    URI location = JSONObjectUtils.getURI(document, "jwks_uri");
    if (location == null || !isAsSafe(location, oidc.issuer())) {
      throw new IOException(discovery + " names no usable jwks_uri");
    }
    JWKSet keys = JWKSet.parse(http.retrieveResource(location.toURL()).getContent());
    return new Read(keys, endpoints(document, oidc.issuer()));
  }

  private static Optional<IssuerEndpoints> endpoints(Map<String, Object> document, URI issuer)
      throws ParseException {
    URI authorization = JSONObjectUtils.getURI(document, "authorization_endpoint");
    URI token = JSONObjectUtils.getURI(document, "token_endpoint");
    return authorization != null
            && token != null
            && isAsSafe(authorization, issuer)
            && isAsSafe(token, issuer)
        ? Optional.of(new IssuerEndpoints(authorization, token))
        : Optional.empty();
  }

  private static boolean isAsSafe(URI location, URI issuer) {
    return "https".equals(location.getScheme())
        || ("http".equals(issuer.getScheme()) && "http".equals(location.getScheme()));
  }
}
