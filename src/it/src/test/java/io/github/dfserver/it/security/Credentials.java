package io.github.dfserver.it.security;

import io.github.dfserver.it.security.Endpoint.Needs;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a client shows, and who that makes it.
 *
 * @param name for messages
 * @param header the value of {@code Authorization}, or empty for none
 * @param known whether the manager has to know who this is
 * @param role the most that it may do as a client: NOTHING where it has no role
 * @param node whether it may be a node
 */
record Credentials(String name, Optional<String> header, boolean known, Needs role, boolean node) {

  static Credentials bad(String name, String header) {
    return new Credentials(name, Optional.of(header), false, Needs.NOTHING, false);
  }

  static Credentials none() {
    return new Credentials("no credentials", Optional.empty(), false, Needs.NOTHING, false);
  }

  static Credentials of(Needs role, String name, String header) {
    return new Credentials(name, Optional.of(header), true, role, false);
  }

  static Credentials node(String name, String token) {
    return new Credentials(name, Optional.of(bearer(token)), true, Needs.NOTHING, true);
  }

  static String bearer(String token) {
    return "Bearer " + token;
  }

  static String basic(String user, String password) {
    byte[] text = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(text);
  }

  /** The statuses with which a request is refused; empty where it is let in. */
  List<Integer> refusals(Needs needs) {
    boolean in =
        switch (needs) {
          case NOTHING, MANAGER -> true;
          case ANYBODY -> known || header.isEmpty();
          case NODE -> node;
          case READER, WRITER, ADMIN -> known && role.compareTo(needs) >= 0;
        };
    return in ? List.of() : List.of(known ? 403 : 401);
  }

  @Override
  public String toString() {
    return name;
  }
}
