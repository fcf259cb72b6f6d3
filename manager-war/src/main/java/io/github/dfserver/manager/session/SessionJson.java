package io.github.dfserver.manager.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code GET /session} answers.
 *
 * @param who the caller, or empty for nobody
 * @param role what the caller may do as a client
 * @param means how the caller showed who it is
 * @param signIn the ways to sign in
 * @param oidc where the issuer signs users in
 * @param version of the manager
 * @param maxFileSize bytes
 */
record SessionJson(
    Optional<String> who,
    Optional<String> role,
    Optional<String> means,
    List<String> signIn,
    Optional<Issuer> oidc,
    String version,
    long maxFileSize) {
  private static final JsonFactory JSON = new JsonFactory();

  /** What a page needs to send its user to the issuer. */
  record Issuer(String authorizationEndpoint, String clientId, String scope) {}

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  /** A JSON object, UTF-8. */
  byte[] bytes() {
    return object(
        json -> {
          json.writeStringField("who", who.orElse(null));
          json.writeStringField("role", role.orElse(null));
          json.writeStringField("means", means.orElse(null));
          json.writeArrayFieldStart("signIn");
          for (String way : signIn) {
            json.writeString(way);
          }
          json.writeEndArray();
          if (oidc.isPresent()) {
            json.writeObjectFieldStart("oidc");
            json.writeStringField("authorizationEndpoint", oidc.get().authorizationEndpoint());
            json.writeStringField("clientId", oidc.get().clientId());
            json.writeStringField("scope", oidc.get().scope());
            json.writeEndObject();
          }
          json.writeStringField("version", version);
          json.writeNumberField("maxFileSize", maxFileSize);
        });
  }

  /** The JSON of a token, UTF-8. */
  static byte[] bytes(AccessToken token) {
    return object(
        json -> {
          json.writeStringField("accessToken", token.value());
          OptionalLong seconds = token.expiresIn();
          if (seconds.isPresent()) {
            json.writeNumberField("expiresIn", seconds.getAsLong());
          } else {
            json.writeNullField("expiresIn");
          }
        });
  }

  private static byte[] object(Writing members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      members.to(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
