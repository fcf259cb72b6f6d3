package io.github.dfserver.manager.session;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.request.FlatJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a page has of an issuer that it has sent its user to: a code that is good for one token.
 * Immutable; its text has no secret.
 *
 * @param code of the issuer (RFC 6749, section 4.1.2)
 * @param verifier of the page, which alone can use the code (RFC 7636, section 4.1)
 * @param redirectUri where the issuer sent the code
 */
record CodeOrder(String code, String verifier, String redirectUri) {
  /** The longest body that is read, in bytes. */
  static final int MAX_BODY = 16 * 1024;

  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");
  private static final int MAX_URI = 2048;

  /**
   * Reads a JSON object.
   *
   * @throws ProblemException code 6, when it is not what it should be
   */
  static CodeOrder of(ByteBuffer body) {
    Map<String, String> members;
    try {
      members = FlatJson.read(body, Set.of("code", "codeVerifier", "redirectUri"));
    } catch (IOException e) {
      throw refused("The body has to be a JSON object with 'code', 'codeVerifier', 'redirectUri'.");
    }
    String verifier = member(members, "codeVerifier");
    if (!VERIFIER.matcher(verifier).matches()) {
      throw refused("'codeVerifier' has to be 43 to 128 letters, digits and any of . _ ~ -");
    }
    String redirectUri = member(members, "redirectUri");
    if (redirectUri.length() > MAX_URI) {
      throw refused("'redirectUri' is too long.");
    }
    return new CodeOrder(member(members, "code"), verifier, redirectUri);
  }

  private static String member(Map<String, String> members, String name) {
    String value = members.get(name);
    if (value == null || value.isEmpty()) {
      throw refused("'" + name + "' is missing.");
    }
    return value;
  }

  private static ProblemException refused(String detail) {
    return new ProblemException(Problem.invalidRequest(detail));
  }

  @Override
  public String toString() {
    return "a code for " + redirectUri;
  }
}
