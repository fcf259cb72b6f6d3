package io.github.dfserver.it.security;

import io.github.dfserver.it.support.ApiContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Something to ask for, and what it needs.
 *
 * @param needs who may
 */
record Endpoint(String method, String path, Needs needs) {
  /** Who may; roles in order, each may do what the one before may. */
  enum Needs {
    NOTHING,
    /** Nothing, but credentials that are shown have to be good. */
    ANYBODY,
    READER,
    WRITER,
    ADMIN,
    /** A node's token. */
    NODE,
    /** The cluster's secret, which the resource asks for itself. */
    MANAGER
  }

  /** Everything that the OpenAPI document has, with the role that it says. */
  static List<Endpoint> documented(ApiContract contract) {
    List<Endpoint> all = new ArrayList<>();
    for (String path : contract.paths()) {
      for (String method : contract.methods(path)) {
        String real =
            path.replace("{filename}", "access/none.txt")
                .replace("{id}", "999")
                .replaceAll("^/events$", "/events?for=0");
        Needs needs = needs(contract.roles(method, path));
        boolean probe = path.startsWith("/health");
        all.add(
            new Endpoint(method, real, needs == Needs.NOTHING && !probe ? Needs.ANYBODY : needs));
      }
    }
    return all;
  }

  private static Needs needs(Set<String> roles) {
    if (roles.isEmpty()) {
      return Needs.NOTHING;
    }
    if (roles.size() > 1) {
      throw new IllegalArgumentException("one operation, several roles: " + roles);
    }
    return Needs.valueOf(roles.iterator().next().toUpperCase(java.util.Locale.ROOT));
  }

  /** What is not in the document, or nowhere. */
  static List<Endpoint> undocumented() {
    List<Endpoint> all = new ArrayList<>();
    for (String path : List.of("/nothing", "/nothing/deep", "/metrics", "/openapi/ui/ui.js")) {
      all.add(new Endpoint("GET", path, Needs.READER));
      all.add(new Endpoint("POST", path, Needs.ADMIN));
    }
    for (String path : List.of("/", "/console/nothing.js", "/session")) {
      all.add(new Endpoint("GET", path, Needs.ANYBODY));
      all.add(new Endpoint("POST", path, Needs.ADMIN));
    }
    for (String path : List.of("/node-channel", "/transfer/x", "/transfer", "/transfer/a/b")) {
      all.add(new Endpoint("GET", path, Needs.NODE));
      all.add(new Endpoint("POST", path, Needs.NODE));
    }
    for (String path : List.of("/relay", "/relay/1", "/relay/1/m/n")) {
      all.add(new Endpoint("GET", path, Needs.MANAGER));
      all.add(new Endpoint("POST", path, Needs.MANAGER));
    }
    for (String method : List.of("PATCH", "PROPFIND", "GeT", "get", "LOCK", "X")) {
      all.add(new Endpoint(method, "/file/access/none.txt", Needs.WRITER));
      all.add(new Endpoint(method, "/node", Needs.ADMIN));
      all.add(new Endpoint(method, "/health/live", Needs.ADMIN));
    }
    return all;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
