package io.github.dfserver.manager.security;

import jakarta.servlet.ServletRequest;
import java.security.Principal;
import java.util.Locale;
import java.util.Optional;

/**
 * Who sent a request, and what that one may do. Immutable.
 *
 * @param name who it is, for logs: the name of a token, a user, a node's certificate
 * @param means how the caller showed it
 * @param role what it may do as a client; empty: only what is public
 * @param nodes as which nodes it may act
 * @param credential what the credentials are found by that it showed, which is no secret; empty
 *     where they are good for one request only
 */
public record Caller(
    String name, Means means, Optional<Role> role, NodeScope nodes, Optional<String> credential)
    implements Principal {

  private static final String ATTRIBUTE = Caller.class.getName();

  /** Nobody in particular. */
  public static final Caller ANONYMOUS =
      new Caller("anonymous", Means.NOTHING, Optional.empty(), NodeScope.NONE);

  /** How a caller showed who it is. */
  public enum Means {
    /** Not at all. */
    NOTHING,
    /** By being on this machine, where no credentials are configured. */
    LOOPBACK,
    /** By a token of the manager's own. */
    TOKEN,
    /** By a user name and password that the server knows (RFC 7617). */
    BASIC,
    /** By a token of an OpenID Connect issuer. */
    OIDC,
    /** By a signed link. */
    LINK,
    /** By a certificate of TLS. */
    CERTIFICATE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** How logs spell it. */
    public String label() {
      return label;
    }
  }

  /** One whose credentials are good for one request only. */
  public Caller(String name, Means means, Optional<Role> role, NodeScope nodes) {
    this(name, means, role, nodes, Optional.empty());
  }

  /** The same, by these credentials. */
  Caller by(String id) {
    return new Caller(name, means, role, nodes, Optional.of(id));
  }

  /** A client with a role. */
  public static Caller client(String name, Means means, Role role) {
    return new Caller(name, means, Optional.of(role), NodeScope.NONE);
  }

  /** A storage node. */
  public static Caller node(String name, Means means, NodeScope nodes) {
    return new Caller(name, means, Optional.empty(), nodes);
  }

  /** Who sent a request; anonymous where nobody has looked. */
  public static Caller of(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : ANONYMOUS;
  }

  /** From now on this is the caller of the request. */
  public void keepIn(ServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Whether it may do what a role may. */
  public boolean may(Role needed) {
    return role.filter(mine -> mine.includes(needed)).isPresent();
  }

  @Override
  public String getName() {
    return name;
  }
}
