package io.github.dfserver.manager.security;

import java.net.URI;

/**
 * Where users sign in at an issuer of OpenID Connect, by its discovery document. Immutable.
 *
 * @param authorization where browsers are sent
 * @param token where a code is exchanged
 */
public record IssuerEndpoints(URI authorization, URI token) {}
