package io.github.dfserver.it.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each rule can fail, and fails only where it should. */
class NameRulesTest {
  private static final String ORDER = "operations are linearizable";

  @Test
  void aLostUploadIsTold() {
    assertThat(new Told().created("a", 0, 1).absent(2, 3).broken())
        .containsExactly("an acknowledged upload stays until it is deleted", ORDER);
  }

  @Test
  void aFileThatMayHaveBeenDeletedIsNotLost() {
    assertThat(new Told().created("a", 0, 1).deleteUnknown(2).absent(3, 4).broken()).isEmpty();
    assertThat(new Told().deleteUnknown(0).created("a", 1, 2).absent(3, 4).broken()).isEmpty();
    assertThat(new Told().created("a", 0, 1).deleted(2, 3).absent(4, 5).broken()).isEmpty();
  }

  @Test
  void aDeletedFileThatComesBackIsTold() {
    assertThat(new Told().created("a", 0, 1).deleted(2, 3).found("a", 4, 5).broken())
        .containsExactly("no acknowledged delete comes back", ORDER);
    assertThat(
            new Told()
                .created("a", 0, 1)
                .deleted(2, 3)
                .created("b", 4, 5)
                .deleted(6, 7)
                .found("a", 8, 9)
                .broken())
        .containsExactly("no acknowledged delete comes back", ORDER);
  }

  @Test
  void whatWasUploadedAgainDoesNotComeBackByItself() {
    assertThat(
            new Told()
                .createUnknown("a", 0)
                .created("a", 1, 2)
                .deleted(3, 4)
                .found("a", 5, 6)
                .broken())
        .isEmpty();
  }

  @Test
  void aNameAcknowledgedTwiceIsTold() {
    assertThat(new Told().created("a", 0, 1).created("b", 2, 3).broken())
        .containsExactly("no name is acknowledged twice without a delete between", ORDER);
    assertThat(new Told().created("a", 0, 1).deleteUnknown(0).created("b", 2, 3).broken())
        .isEmpty();
  }

  @Test
  void bytesThatNobodySentAreTold() {
    assertThat(new Told().created("a", 0, 1).found("x", 2, 3).broken())
        .containsExactly(
            "only what was uploaded to a name, and not refused, is found there", ORDER);
    assertThat(new Told().refused("a", 0, 1).found("a", 2, 3).broken())
        .containsExactly(
            "only what was uploaded to a name, and not refused, is found there", ORDER);
  }
}
