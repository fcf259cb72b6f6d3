package io.github.dfserver.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SlotsTest {
  @Test
  void slotsAreTakenFromTheLowestOn() {
    Slots slots = new Slots(3);
    for (int i = 0; i < 108; i++) {
      assertThat(slots.takeLowest()).hasValue(i);
    }
    assertThat(slots.takeLowest()).isEmpty();
    slots.free(70);
    slots.free(3);
    assertThat(slots.takeLowest()).hasValue(3);
    assertThat(slots.takeLowest()).hasValue(70);
    assertThat(slots.takeLowest()).isEmpty();
  }

  @Test
  void aMaskHasABitForEachSlot() {
    Slots slots = new Slots(Layout.LEAVES);
    slots.take(36L * 1_000_000 + 35);
    assertThat(slots.mask(1_000_000)).isEqualTo(1L << 35);
    slots.set(0, Slots.FULL);
    assertThat(slots.takeLowest()).hasValue(36);
    assertThatIllegalArgumentException().isThrownBy(() -> slots.set(0, 1L << 36));
    assertThatIllegalArgumentException().isThrownBy(() -> slots.take(36L * Layout.LEAVES));
  }

  @Test
  void aLeafsNumberIsItsPath() {
    assertThat(Base36.path(0, 4)).isEqualTo("0/0/0/0");
    assertThat(Base36.path(71, 4)).isEqualTo("0/0/1/z");
    assertThat(Base36.path(Layout.LEAVES - 1, 4)).isEqualTo("z/z/z/z");
    assertThat(Layout.LEAVES * 36L).isEqualTo(60_466_176);
  }
}
