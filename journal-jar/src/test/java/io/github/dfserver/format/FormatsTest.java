package io.github.dfserver.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatsTest {
  private final List<String> done = new ArrayList<>();
  private final Formats<List<String>> formats =
      new Formats<>(2, List.of(store -> store.add("2 to 3"), store -> store.add("3 to 4")));

  private void upgrade(Formats<List<String>> known, int found) throws Exception {
    known.require("The store", found);
    known.upgrade("The store", found, done, format -> done.add("is " + format));
  }

  @Test
  void anOlderFormatIsUpgradedStepByStep() throws Exception {
    upgrade(formats, 2);
    assertThat(done).containsExactly("2 to 3", "is 3", "3 to 4", "is 4");
  }

  @Test
  void onlyTheStepsThatAreLeftAreDone() throws Exception {
    upgrade(formats, 3);
    assertThat(done).containsExactly("3 to 4", "is 4");
    done.clear();
    upgrade(formats, 4);
    assertThat(done).isEmpty();
  }

  @Test
  void aStepThatFailsIsNotRecordedAndIsDoneAgain() throws Exception {
    Formats<List<String>> failing =
        new Formats<>(
            2,
            List.of(
                store -> store.add("2 to 3"),
                store -> {
                  store.add("half of 3 to 4");
                  throw new IOException("the disk is full");
                }));
    assertThatThrownBy(() -> upgrade(failing, 2)).hasMessage("the disk is full");
    assertThat(done).containsExactly("2 to 3", "is 3", "half of 3 to 4");
  }

  @Test
  void newerAndTooOldFormatsAreRefusedInWords() {
    assertThat(formats.current()).isEqualTo(4);
    assertThatThrownBy(() -> upgrade(formats, 5))
        .isInstanceOf(UnknownFormatException.class)
        .hasMessage(
            "The store was written by a newer version (its format is 5, the newest known here is"
                + " 4); start that version, or a later one. Nothing was changed");
    assertThatThrownBy(() -> upgrade(formats, 1))
        .isInstanceOf(UnknownFormatException.class)
        .hasMessage(
            "The store has format 1, and this version upgrades from format 2 on; start a version"
                + " in between first. Nothing was changed");
    assertThat(done).isEmpty();
  }
}
