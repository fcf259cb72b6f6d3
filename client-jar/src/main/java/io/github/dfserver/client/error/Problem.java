package io.github.dfserver.client.error;

import java.io.Serializable;
import java.time.Duration;

/**
 * An error as a manager told it (RFC 9457). What was not told is null or 0.
 *
 * @param type a URI that identifies the kind of error
 * @param title the kind of error in words
 * @param status the answer's HTTP status, always there
 * @param detail this very error in words, for people
 * @param errorCode 1 to 12; 0 where the answer was not a manager's, but for instance a proxy's
 * @param requestId what the manager's log names it by
 * @param retryAfter how long the manager asks to wait
 * @param existingId of code 3, the id of the file that has the name
 * @param existingSize of code 3, its size in bytes
 * @param existingSha256 of code 3, its SHA-256 in hex
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    int errorCode,
    String requestId,
    Duration retryAfter,
    String existingId,
    long existingSize,
    String existingSha256)
    implements Serializable {

  /** A sentence about it: what happened, and what to tell the operator. */
  public String sentence() {
    String what = detail != null ? detail : title != null ? title : "The server gave no reason.";
    String id = requestId == null ? "" : ", request " + requestId;
    return what + " (status " + status + (errorCode == 0 ? "" : ", code " + errorCode) + id + ")";
  }
}
