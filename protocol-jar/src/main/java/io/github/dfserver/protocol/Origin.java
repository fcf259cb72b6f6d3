package io.github.dfserver.protocol;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Says which client's request a command serves, so that what the node logs about the command can be
 * told from the client's. The command has the same request number and follows directly, in the same
 * WebSocket message. From version {@value ProtocolVersion#ORIGIN} on.
 *
 * @param requestId 1 or more; that of the command
 * @param clientRequest the id of the client's request: 1 to {@value
 *     Limits#MAX_CLIENT_REQUEST_BYTES} characters of {@code A-Z a-z 0-9 . _ -}
 * @param traceparent what is above the command in the request's trace (W3C Trace Context, section
 *     3.2): the manager's span where it traces, else what the client sent. Not looked into here: 1
 *     to {@value Limits#MAX_TRACE_BYTES} such characters; empty where there is none
 */
public record Origin(long requestId, String clientRequest, Optional<String> traceparent)
    implements ManagerMessage {
  static final int MIN_BYTES = 2 + 1 + 2;
  static final int MAX_BYTES = 2 + Limits.MAX_CLIENT_REQUEST_BYTES + 2 + Limits.MAX_TRACE_BYTES;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Origin {
    Limits.checkRequestId(requestId);
    checkPlain("client request", clientRequest, Limits.MAX_CLIENT_REQUEST_BYTES);
    traceparent.ifPresent(trace -> checkPlain("traceparent", trace, Limits.MAX_TRACE_BYTES));
  }

  private static void checkPlain(String what, String text, int most) {
    Limits.check("length of the " + what, text.length(), 1, most);
    if (!isPlain(text)) {
      throw new IllegalArgumentException(
          "the " + what + " has only characters of A-Z a-z 0-9 . _ -");
    }
  }

  /** Whether this can name a client's request. */
  public static boolean isClientRequest(String text) {
    return !text.isEmpty() && text.length() <= Limits.MAX_CLIENT_REQUEST_BYTES && isPlain(text);
  }

  /** Such text can stand in a line of a log as it is. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == '-';
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  @Override
  public MessageType type() {
    return MessageType.ORIGIN;
  }

  int bodyBytes() {
    return 2 + clientRequest.length() + 2 + traceparent.map(String::length).orElse(0);
  }

  void write(ByteBuffer to) {
    Fields.putText(to, clientRequest);
    Fields.putText(to, traceparent.orElse(""));
  }

  static Origin read(long requestId, ByteBuffer from) throws ProtocolException {
    String clientRequest = Fields.getText(from);
    return new Origin(
        requestId,
        clientRequest,
        Optional.of(Fields.getText(from)).filter(text -> !text.isEmpty()));
  }
}
