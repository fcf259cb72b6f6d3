package io.github.dfserver.cli.run;

import io.github.dfserver.client.error.ConnectionException;
import io.github.dfserver.client.error.DigestMismatchException;
import io.github.dfserver.client.error.Problem;
import io.github.dfserver.client.error.ProblemException;
import io.github.dfserver.client.error.TransferCancelledException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * What went wrong, as a user is told.
 *
 * @param message a sentence
 * @param exitCode of {@link ExitCode}
 * @param problem what the manager said; null where it said nothing
 * @param hopeless whether whatever is tried next fails as well
 */
public record Failure(String message, int exitCode, Problem problem, boolean hopeless) {
  /** One that a command has found out by itself. */
  public static Failure of(String message, int exitCode) {
    return new Failure(message, exitCode, null, false);
  }

  /** What an exception means. */
  public static Failure of(Throwable e) {
    if (e instanceof ProblemException answer) {
      return of(answer.problem(), answer.getMessage());
    }
    if (e instanceof ConnectionException) {
      return new Failure(e.getMessage(), ExitCode.UNAVAILABLE, null, true);
    }
    if (e instanceof DigestMismatchException) {
      return of(e.getMessage(), ExitCode.FAULT);
    }
    if (e instanceof TransferCancelledException) {
      return new Failure("It was called off.", ExitCode.INTERRUPTED, null, true);
    }
    if (e instanceof UsageException || e instanceof IllegalArgumentException) {
      String path = e instanceof InvalidPathException ? "A local file cannot be named so: " : "";
      return of(path + e.getMessage(), ExitCode.USAGE);
    }
    if (e instanceof UncheckedIOException unchecked) {
      return of(unchecked.getCause());
    }
    if (e instanceof IOException local) {
      return of(sentence(local), ExitCode.FAILED);
    }
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return of(message, ExitCode.FAILED);
  }

  private static Failure of(Problem problem, String sentence) {
    int exit =
        switch (problem.errorCode()) {
          case 1, 4, 8 -> ExitCode.UNAVAILABLE;
          case 2, 10 -> ExitCode.NOT_FOUND;
          case 5, 12 -> ExitCode.FAULT;
          case 9 -> ExitCode.NOT_AUTHORIZED;
          case 0 -> ofStatus(problem.status());
          default -> problem.status() == 429 ? ExitCode.UNAVAILABLE : ExitCode.FAILED;
        };
    boolean hopeless =
        exit == ExitCode.NOT_AUTHORIZED || problem.errorCode() == 1 || problem.errorCode() == 8;
    return new Failure(sentence, exit, problem, hopeless);
  }

  private static int ofStatus(int status) {
    return switch (status) {
      case 401, 403 -> ExitCode.NOT_AUTHORIZED;
      case 404 -> ExitCode.NOT_FOUND;
      case 429, 502, 503, 504 -> ExitCode.UNAVAILABLE;
      default -> status >= 500 ? ExitCode.FAULT : ExitCode.FAILED;
    };
  }

  private static String sentence(IOException e) {
    String file = "'" + e.getMessage() + "'";
    if (e instanceof NoSuchFileException) {
      return file + " does not exist.";
    }
    if (e instanceof FileAlreadyExistsException) {
      return file + " exists already.";
    }
    if (e instanceof AccessDeniedException) {
      return file + ": permission denied.";
    }
    if (e instanceof NotDirectoryException) {
      return file + " is not a directory.";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return file + " is a directory.";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** The same with one more sentence. */
  Failure with(String sentence) {
    return new Failure(message + " " + sentence, exitCode, problem, hopeless);
  }

  /** Whether the user has called it off. */
  public boolean interrupted() {
    return exitCode == ExitCode.INTERRUPTED;
  }
}
