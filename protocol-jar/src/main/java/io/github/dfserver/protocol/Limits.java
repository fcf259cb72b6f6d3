package io.github.dfserver.protocol;

/** The bounds of what goes over a node channel. */
public final class Limits {
  /** Bytes of a whole WebSocket message: the frames in it, their length fields included. */
  public static final int MAX_MESSAGE_BYTES = 1 << 20;

  /** Bytes of a frame, its length field included; one frame may fill a message. */
  public static final int MAX_FRAME_BYTES = MAX_MESSAGE_BYTES;

  /** Bytes of a file, or a part of one, inside a frame; leaves room for any {@link Copy}. */
  public static final int MAX_CONTENT_BYTES = MAX_FRAME_BYTES - 4096;

  /** Bytes of UTF-8 of a file's name. */
  public static final int MAX_NAME_BYTES = 1024;

  /** Bytes of UTF-8 of a media type. */
  public static final int MAX_CONTENT_TYPE_BYTES = 255;

  /** Bytes of UTF-8 of an explanation. */
  public static final int MAX_DETAIL_BYTES = 2048;

  /** Characters of a transfer token, which are {@code A-Z a-z 0-9 - _}. */
  public static final int MAX_TOKEN_BYTES = 128;

  /** Bytes of UTF-8 of a manager's base URL. */
  public static final int MAX_URL_BYTES = 1024;

  /** Most entries that one page of a listing is asked for. */
  public static final int MAX_PAGE = 10_000;

  /** Most copies that one {@link FindCopies} asks for. */
  public static final int MAX_FIND = 4096;

  /** Characters of a node id. */
  public static final int MAX_NODE_ID_BYTES = 64;

  /** Bytes of UTF-8 of the name and version of a node's software. */
  public static final int MAX_SOFTWARE_BYTES = 128;

  /** Characters of the id of a client's request. */
  public static final int MAX_CLIENT_REQUEST_BYTES = 64;

  /** Characters of a client's trace. */
  public static final int MAX_TRACE_BYTES = 55;

  /** Commands that a manager may leave unanswered. */
  public static final int MAX_IN_FLIGHT = 65_535;

  private Limits() {}

  static void checkRequestId(long requestId) {
    check("request id", requestId, 1, Long.MAX_VALUE);
  }

  static void checkToken(String token) {
    boolean plain =
        token
            .chars()
            .allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
    if (!plain || token.isEmpty() || token.length() > MAX_TOKEN_BYTES) {
      throw new IllegalArgumentException(
          "a token has 1 to " + MAX_TOKEN_BYTES + " characters of A-Z a-z 0-9 - _");
    }
  }

  static void check(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be " + least + " to " + most + ", but is " + value);
    }
  }

  static void checkText(String what, String text, int least, int most) {
    int length = Utf8.length(text);
    if (length < least || length > most) {
      throw new IllegalArgumentException(
          what + " must have " + least + " to " + most + " bytes of UTF-8, but has " + length);
    }
  }
}
