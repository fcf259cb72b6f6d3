package io.github.dfserver.manager.cluster;

import io.github.dfserver.manager.config.ManagerConfiguration;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The base URL at which nodes and other managers reach this very manager, and not a proxy in front
 * of it: {@code dfs.url}, or else what connections say that came in. A client's word, such as the
 * Host header, never counts. Thread-safe; nothing here blocks.
 */
@ApplicationScoped
public class ManagerUrl {
  private static final Logger LOG = System.getLogger(ManagerUrl.class.getName());

  /** What a URL was learned from, what can be relied on least first. */
  enum Source {
    NOTHING,
    /** A connection within the machine, which says little about others. */
    LOOPBACK,
    /** Anybody's connection from another machine. */
    REQUEST,
    /** The connection of a node, which other nodes can open as well. */
    NODE,
    SETTING
  }

  private record Known(String url, Source source) {}

  private final AtomicReference<Known> known = new AtomicReference<>(new Known("", Source.NOTHING));

  @Inject private ManagerConfiguration configuration;

  @PostConstruct
  void start() {
    configuration.url().ifPresent(url -> known.set(new Known(url, Source.SETTING)));
  }

  /** The URL, which ends with a slash; empty while it is not known. */
  public String url() {
    return known.get().url();
  }

  /** Whether a connection from elsewhere could tell something better than what is known. */
  boolean canLearn(boolean fromNode) {
    return known.get().source().compareTo(fromNode ? Source.NODE : Source.REQUEST) < 0;
  }

  /**
   * A connection came in.
   *
   * @param scheme how it was spoken to there: {@code http} or {@code https}
   * @param address the address of this machine that it came to, never a name
   * @param port the port that it came to
   * @param contextPath where this application is; empty or beginning with a slash
   * @param fromNode whether a node opened it to be its channel
   */
  void cameIn(String scheme, String address, int port, String contextPath, boolean fromNode) {
    int zone = address.indexOf('%');
    String plain = zone < 0 ? address : address.substring(0, zone);
    boolean loopback;
    try {
      loopback = InetAddress.getByName(plain).isLoopbackAddress();
    } catch (UnknownHostException e) {
      LOG.log(Level.DEBUG, "The server gives no address: {0}", address);
      return;
    }
    Source source = loopback ? Source.LOOPBACK : fromNode ? Source.NODE : Source.REQUEST;
    String host = plain.contains(":") ? "[" + plain + "]" : plain;
    Known offered = new Known(scheme + "://" + host + ":" + port + contextPath + "/", source);
    Known before = known.getAndUpdate(now -> now.source().compareTo(source) < 0 ? offered : now);
    if (before.source().compareTo(source) < 0 && !before.url().equals(offered.url())) {
      LOG.log(Level.INFO, "Nodes and other managers are told to use {0}", offered.url());
    }
  }
}
