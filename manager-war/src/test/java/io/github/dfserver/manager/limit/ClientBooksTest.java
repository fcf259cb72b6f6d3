package io.github.dfserver.manager.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientBooksTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void aClientHasSoManyTransfersAndOthersHaveTheirs() {
    ClientBooks books = new ClientBooks(2, 0, 10, 0);
    Optional<Runnable> first = books.transfer("a", 0);
    assertThat(first).isPresent();
    assertThat(books.transfer("a", 0)).isPresent();
    assertThat(books.transfer("a", 0)).isEmpty();
    assertThat(books.transfer("b", 0)).isPresent();
    first.orElseThrow().run();
    assertThat(books.transfer("a", 0)).isPresent();
    assertThat(books.transfer("a", 0)).isEmpty();
  }

  @Test
  void aClientMaySendWhatTwoSecondsBringAndThenTheRate() {
    ClientBooks books = new ClientBooks(0, 10, 10, 0);
    assertThat(IntStream.range(0, 50).filter(i -> books.request("a", 0))).hasSize(20);
    assertThat(books.request("b", 0)).isTrue();
    assertThat(IntStream.range(0, 50).filter(i -> books.request("a", SECOND))).hasSize(10);
    assertThat(IntStream.range(0, 50).filter(i -> books.request("a", 100 * SECOND))).hasSize(20);
  }

  @Test
  void zeroIsNoLimit() {
    ClientBooks books = new ClientBooks(0, 0, 10, 0);
    assertThat(IntStream.range(0, 1000).allMatch(i -> books.request("a", 0))).isTrue();
    assertThat(IntStream.range(0, 1000).allMatch(i -> books.transfer("a", 0).isPresent())).isTrue();
    assertThat(books.size()).isZero();
  }

  @Test
  void whoHasNothingIsForgottenAndTheirNumberIsLimited() {
    ClientBooks books = new ClientBooks(1, 10, 3, 0);
    Optional<Runnable> kept = books.transfer("a", 0);
    for (int i = 0; i < 100; i++) {
      books.request("other-" + i, 0);
    }
    assertThat(books.size()).isEqualTo(3);
    books.forgetIdle(0);
    assertThat(books.size()).as("those that have sent something").isEqualTo(3);
    books.forgetIdle(10 * SECOND);
    assertThat(books.size()).as("the one with a transfer").isEqualTo(1);
    assertThat(books.transfer("a", 0)).isEmpty();
    kept.orElseThrow().run();
    books.forgetIdle(20 * SECOND);
    assertThat(books.size()).isZero();
  }

  @Test
  void thoseBeyondTheNumberShareWhatOneMayHave() {
    ClientBooks books = new ClientBooks(1, 0, 1, 0);
    assertThat(books.transfer("a", 0)).isPresent();
    assertThat(books.transfer("b", 0)).isPresent();
    assertThat(books.transfer("c", 0)).isEmpty();
  }
}
