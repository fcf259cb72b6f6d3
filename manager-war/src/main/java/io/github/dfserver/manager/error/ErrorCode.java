package io.github.dfserver.manager.error;

/** The whole error table of the HTTP API: code, text and the status that usually goes with it. */
public enum ErrorCode {
  SERVERS_UNAVAILABLE(1, "Servers unavailable", 503),
  FILE_DOES_NOT_EXIST(2, "File does not exist", 404),
  FILE_NAME_EXISTS(3, "File name already exists", 409),
  FILE_UNAVAILABLE(4, "File unavailable", 503),
  INTERNAL_ERROR(5, "Internal error", 500),
  INVALID_REQUEST(6, "Invalid request", 400),
  FILE_TOO_LARGE(7, "File too large", 413),
  INSUFFICIENT_STORAGE(8, "Insufficient storage", 507),
  NOT_AUTHORIZED(9, "Not authorized", 401),
  NODE_DOES_NOT_EXIST(10, "Node does not exist", 404),
  CONFLICT(11, "Conflict", 409),
  FILE_DAMAGED(12, "File damaged", 500);

  private final int code;
  private final String data;
  private final int status;

  ErrorCode(int code, String data, int status) {
    this.code = code;
    this.data = data;
    this.status = status;
  }

  /** The number that clients see as {@code errorCode}, 1 to 12. */
  public int code() {
    return code;
  }

  /** The fixed text that clients see as {@code data}. */
  public String data() {
    return data;
  }

  /** The HTTP status that this error has unless a problem says otherwise. */
  public int status() {
    return status;
  }

  /**
   * Whether something is wrong with the server or its disks, and not with what it was asked.
   *
   * @param code as clients see it; 0 for none
   */
  public static boolean isFault(int code) {
    return code == INTERNAL_ERROR.code || code == FILE_DAMAGED.code;
  }
}
