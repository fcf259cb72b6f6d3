package io.github.dfserver.client.error;

import java.util.Optional;

/** Code 3: the name belongs to a file, or to an upload or delete under way; nothing was stored. */
public final class NameInUseException extends ProblemException {
  private static final long serialVersionUID = 1L;

  /**
   * The file that has the name.
   *
   * @param id its id
   * @param size in bytes
   * @param sha256 64 digits of lower-case hex
   */
  public record Existing(String id, long size, String sha256) {}

  NameInUseException(Problem problem) {
    super(problem);
  }

  /** The file that has the name; empty while an upload or delete of it is under way. */
  public Optional<Existing> existing() {
    Problem problem = problem();
    return problem.existingId() == null
        ? Optional.empty()
        : Optional.of(
            new Existing(problem.existingId(), problem.existingSize(), problem.existingSha256()));
  }
}
