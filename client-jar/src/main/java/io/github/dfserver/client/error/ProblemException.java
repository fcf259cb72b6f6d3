package io.github.dfserver.client.error;

import java.util.Set;

/**
 * An answer that says that something went wrong. The subclass says what; there is one for each
 * error code, and this class itself stands for answers that no manager has made, such as a proxy's.
 *
 * <pre>{@code
 * try {
 *   client.delete("no such file");
 * } catch (FileDoesNotExistException e) {
 *   out.println("It is gone already.");
 * } catch (ProblemException e) {
 *   out.println(e.getMessage() + " Tell the operator: " + e.problem().requestId());
 * }
 * }</pre>
 */
public sealed class ProblemException extends DfsException
    permits ConflictException,
        FileDamagedException,
        FileDoesNotExistException,
        FileTooLargeException,
        FileUnavailableException,
        InsufficientStorageException,
        InternalErrorException,
        InvalidRequestException,
        NameInUseException,
        NodeDoesNotExistException,
        ServersUnavailableException,
        UnauthorizedException {
  private static final long serialVersionUID = 1L;

  private static final Set<Integer> NOT_THERE_YET = Set.of(403, 404, 500, 502, 503, 504);

  private final Problem problem;

  ProblemException(Problem problem) {
    super(problem.sentence(), null);
    this.problem = problem;
  }

  /** The exception for a problem's error code. */
  public static ProblemException of(Problem problem) {
    return switch (problem.errorCode()) {
      case 1 -> new ServersUnavailableException(problem);
      case 2 -> new FileDoesNotExistException(problem);
      case 3 -> new NameInUseException(problem);
      case 4 -> new FileUnavailableException(problem);
      case 5 -> new InternalErrorException(problem);
      case 6 -> new InvalidRequestException(problem);
      case 7 -> new FileTooLargeException(problem);
      case 8 -> new InsufficientStorageException(problem);
      case 9 -> new UnauthorizedException(problem);
      case 10 -> new NodeDoesNotExistException(problem);
      case 11 -> new ConflictException(problem);
      case 12 -> new FileDamagedException(problem);
      default -> new ProblemException(problem);
    };
  }

  /** What the manager told. */
  public Problem problem() {
    return problem;
  }

  /**
   * Whether the manager refused for now, and nothing has happened: codes 1 and 4, and status 429.
   */
  public boolean refusedForNow() {
    return problem.errorCode() == 1 || problem.errorCode() == 4 || problem.status() == 429;
  }

  /**
   * Whether another attempt may go better: refused for now, a fault (code 5), or an answer that is
   * not a manager's. A server that starts says 403 or 404 before the manager in it does, and a
   * proxy 502 to 504.
   */
  public boolean passing() {
    return refusedForNow()
        || problem.errorCode() == 5
        || problem.status() == 408
        || (problem.errorCode() == 0 && NOT_THERE_YET.contains(problem.status()));
  }
}
