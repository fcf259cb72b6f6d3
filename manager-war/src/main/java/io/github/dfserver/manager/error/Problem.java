package io.github.dfserver.manager.error;

import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One error answer, {@code application/problem+json} (RFC 9457).
 *
 * @param code the row of the error table
 * @param status the HTTP status, 400 to 599
 * @param detail what went wrong with this request and what to do, never null
 * @param headers headers of the answer, such as {@code Retry-After} or {@code Allow}
 * @param members further members of the JSON object, strings or numbers
 */
public record Problem(
    ErrorCode code,
    int status,
    String detail,
    Map<String, String> headers,
    Map<String, Object> members) {

  /** Seconds after which a client may try again what is unavailable now. */
  private static final String RETRY_AFTER_SECONDS = "5";

  /** Copies the maps. */
  public Problem {
    headers = Map.copyOf(headers);
    members = Map.copyOf(members);
  }

  private static Problem of(ErrorCode code, String detail) {
    return new Problem(code, code.status(), detail, Map.of(), Map.of());
  }

  private Problem retryable() {
    return withHeader("Retry-After", RETRY_AFTER_SECONDS);
  }

  /** The same with one header more. */
  public Problem withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(code, status, detail, more, members);
  }

  /** No storage node is online. */
  public static Problem serversUnavailable(String detail) {
    return of(ErrorCode.SERVERS_UNAVAILABLE, detail).retryable();
  }

  /** No file has this name. */
  public static Problem fileDoesNotExist(String name) {
    return of(ErrorCode.FILE_DOES_NOT_EXIST, "There is no file named '" + name + "'.");
  }

  /** The name belongs to a file, or to an upload or delete that is under way. */
  public static Problem fileNameExists(FileRecord existing) {
    if (existing.state() != FileState.LIVE || existing.content().isEmpty()) {
      return of(
          ErrorCode.FILE_NAME_EXISTS,
          "The name '" + existing.name() + "' is taken by an upload or a delete under way.");
    }
    FileContent content = existing.content().get();
    return new Problem(
        ErrorCode.FILE_NAME_EXISTS,
        ErrorCode.FILE_NAME_EXISTS.status(),
        "A file named '" + existing.name() + "' exists; delete it first, or choose another name.",
        Map.of(),
        Map.of(
            "id", existing.fileId().toString(),
            "size", content.size(),
            "sha256", content.sha256().hex()));
  }

  /** The node that holds the file cannot be asked now. */
  public static Problem fileUnavailable(String name, String node) {
    return of(
            ErrorCode.FILE_UNAVAILABLE,
            "'" + name + "' is on node " + node + ", which is offline; nothing was changed.")
        .retryable();
  }

  /** A fault of ours or of a node's; the log knows more. */
  public static Problem internalError(String detail) {
    return of(ErrorCode.INTERNAL_ERROR, detail);
  }

  /** A fault that a later attempt may not meet, whose outcome is not known. */
  public static Problem outcomeUnknown(String detail) {
    return new Problem(ErrorCode.INTERNAL_ERROR, 503, detail, Map.of(), Map.of()).retryable();
  }

  /** The request breaks a rule of the API; status 400. */
  public static Problem invalidRequest(String detail) {
    return of(ErrorCode.INVALID_REQUEST, detail);
  }

  /** The request breaks a rule of the API that has a status of its own. */
  public static Problem invalidRequest(int status, String detail) {
    return new Problem(ErrorCode.INVALID_REQUEST, status, detail, Map.of(), Map.of());
  }

  /** One client asks for more than it may have at a time; {@code detail} names the setting. */
  public static Problem tooManyRequests(String detail, Duration retryAfter) {
    return invalidRequest(429, detail)
        .withHeader("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
  }

  /** The body is longer than a configured limit in bytes. */
  public static Problem fileTooLarge(String limit, long bytes) {
    return of(
        ErrorCode.FILE_TOO_LARGE,
        "The file is larger than " + bytes + " bytes, the limit that " + limit + " sets.");
  }

  /** Nodes are online, and none has room. */
  public static Problem insufficientStorage(String detail) {
    return of(ErrorCode.INSUFFICIENT_STORAGE, detail);
  }

  /** The request shows no credentials, or none that are good; status 401. */
  public static Problem unauthenticated(String detail) {
    return of(ErrorCode.NOT_AUTHORIZED, detail);
  }

  /** The caller is known and may not do this; status 403. */
  public static Problem forbidden(String detail) {
    return new Problem(ErrorCode.NOT_AUTHORIZED, 403, detail, Map.of(), Map.of());
  }

  /** No node with this id was ever connected. */
  public static Problem nodeDoesNotExist(String id) {
    return of(ErrorCode.NODE_DOES_NOT_EXIST, "There is no node '" + id + "'.");
  }

  /** What is asked of a node or of the catalogue cannot be done now. */
  public static Problem conflict(String detail) {
    return of(ErrorCode.CONFLICT, detail);
  }

  /** The copy is gone from its node or fails its checksum. */
  public static Problem fileDamaged(String name, String node) {
    return of(
        ErrorCode.FILE_DAMAGED,
        "The bytes of '" + name + "' on node " + node + " are gone or fail their checksum.");
  }

  /** What stands for an error that only a status is known of. */
  public static Problem ofStatus(int status) {
    return switch (status) {
      case 401, 403 ->
          new Problem(ErrorCode.NOT_AUTHORIZED, status, "Not allowed.", Map.of(), Map.of());
      case 404 -> invalidRequest(404, "No resource has this path.");
      case 405 -> invalidRequest(405, "The resource does not have this method.");
      case 406 -> invalidRequest(406, "The answer exists in no media type that was asked for.");
      case 413 ->
          new Problem(ErrorCode.FILE_TOO_LARGE, 413, "The body is too large.", Map.of(), Map.of());
      case 415 -> invalidRequest(415, "The body's media type is not one that is understood here.");
      case 503 -> outcomeUnknown("The server cannot take the request now.");
      default ->
          status >= 400 && status < 500
              ? invalidRequest(status, "The request cannot be served.")
              : new Problem(
                  ErrorCode.INTERNAL_ERROR,
                  status >= 500 && status < 600 ? status : 500,
                  "The request failed; the server's log says why.",
                  Map.of(),
                  Map.of());
    };
  }
}
