package io.github.dfserver.manager.session;

import java.util.OptionalLong;

/**
 * What an issuer gives for a code. Its text has no secret.
 *
 * @param value the token
 * @param expiresIn seconds for which it is good, where the issuer says so
 */
record AccessToken(String value, OptionalLong expiresIn) {
  @Override
  public String toString() {
    return "an access token";
  }
}
