package io.github.dfserver.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.client.error.ConnectionException;
import io.github.dfserver.client.error.DigestMismatchException;
import io.github.dfserver.client.error.Problem;
import io.github.dfserver.client.error.ProblemException;
import io.github.dfserver.client.error.TransferCancelledException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each error means to a script. */
class FailureTest {
  private static Failure problem(int code, int status) {
    return Failure.of(
        ProblemException.of(
            new Problem(null, "t", status, "What.", code, "r1", null, null, 0, null)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 503, 4, true", "2, 404, 3, false", "3, 409, 1, false", "4, 503, 4, false",
    "5, 500, 5, false", "6, 400, 1, false", "6, 429, 4, false", "7, 413, 1, false",
    "8, 507, 4, true", "9, 401, 9, true", "10, 404, 3, false", "11, 409, 1, false",
    "12, 500, 5, false", "0, 403, 9, true", "0, 404, 3, false", "0, 502, 4, false",
    "0, 500, 5, false", "0, 400, 1, false"
  })
  void eachCodeHasItsExit(int code, int status, int exit, boolean hopeless) {
    Failure failure = problem(code, status);

    assertThat(failure.exitCode()).isEqualTo(exit);
    assertThat(failure.hopeless()).isEqualTo(hopeless);
    assertThat(failure.message()).contains("What.", "status " + status, "request r1");
  }

  @Test
  void whatIsNoAnswerHasOneToo() {
    assertThat(Failure.of(new ConnectionException("no", null)).exitCode()).isEqualTo(4);
    assertThat(Failure.of(new DigestMismatchException("no")).exitCode()).isEqualTo(5);
    assertThat(Failure.of(new TransferCancelledException(null)).exitCode()).isEqualTo(130);
    assertThat(Failure.of(new UsageException("no")).exitCode()).isEqualTo(2);
    assertThat(Failure.of(new IllegalStateException()).message())
        .isEqualTo("IllegalStateException");
    IOException missing = new NoSuchFileException("x");
    assertThat(Failure.of(new UncheckedIOException(missing)))
        .isEqualTo(Failure.of("'x' does not exist.", 1));
  }
}
