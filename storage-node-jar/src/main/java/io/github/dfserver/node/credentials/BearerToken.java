package io.github.dfserver.node.credentials;

import java.util.Objects;
import java.util.regex.Pattern;

/** A token as RFC 6750, section 2.1, has it. Immutable; never shown but to a manager. */
public final class BearerToken {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
  private static final int MAX_CHARACTERS = 512;

  private final String characters;

  private BearerToken(String characters) {
    this.characters = characters;
  }

  /**
   * Reads a token; white space around it does not count.
   *
   * @param source where it was found, for the message
   * @throws IllegalArgumentException with a sentence that does not show it, when it is none
   */
  public static BearerToken parse(String text, String source) {
    String characters = text.strip();
    if (characters.isEmpty()) {
      throw new IllegalArgumentException(source + " is empty; it has to hold one token");
    }
    if (characters.length() > MAX_CHARACTERS || !FORM.matcher(characters).matches()) {
      throw new IllegalArgumentException(
          source
              + " holds no token: that is 1 to "
              + MAX_CHARACTERS
              + " characters of A-Z a-z 0-9 - . _ ~ + / and = at the end, and nothing else");
    }
    return new BearerToken(characters);
  }

  /** The value of the header {@code Authorization}. */
  String authorization() {
    return "Bearer " + characters;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BearerToken token && token.characters.equals(characters);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(characters);
  }

  @Override
  public String toString() {
    return "a token";
  }
}
