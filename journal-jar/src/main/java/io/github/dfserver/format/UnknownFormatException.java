package io.github.dfserver.format;

/** A store has a format that this version cannot use; the message is a sentence for operators. */
public final class UnknownFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  UnknownFormatException(String sentence) {
    super(sentence);
  }
}
