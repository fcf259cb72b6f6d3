package io.github.dfserver.manager.catalog;

import static io.github.dfserver.manager.catalog.Records.NOW;
import static io.github.dfserver.manager.catalog.Records.OWNER;
import static io.github.dfserver.manager.catalog.Records.content;
import static io.github.dfserver.manager.catalog.Records.copy;
import static io.github.dfserver.manager.catalog.Records.pending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The transitions of a record, and what they refuse. */
final class FileRecordTest {
  private static final Instant LEASE = NOW.plusSeconds(30);
  private static final UUID OTHER = new UUID(8, 8);

  private final FileRecord live = pending("a", "100").live(content(3));
  private final CopyPlace target = CopyPlace.on("101");
  private final FileRecord moving = live.moving(new Move(target, 4, false), OTHER, LEASE);
  private final FileRecord moved = moving.moved();
  private final FileRecord cancelled = moving.moveCancelled(OWNER, NOW);

  @Test
  void aMoveGoesFromItsTargetToANewHomeAndLeavesAPreviousCopy() {
    assertThat(moving.settled()).isFalse();
    assertThat(moving.home()).isEqualTo(live.home());
    assertThat(moving.move()).contains(new Move(target, 4, false));
    assertThat(moving.owner()).isEqualTo(OTHER);
    assertThat(moving.leaseExpires()).isEqualTo(LEASE);
    assertThat(moving.moveSequence()).isZero();
    assertThat(moving.places()).containsExactly(live.home(), target);

    assertThat(moved.settled()).isFalse();
    assertThat(moved.home()).isEqualTo(target);
    assertThat(moved.previous()).contains(live.home());
    assertThat(moved.move()).isEmpty();
    assertThat(moved.moveSequence()).isEqualTo(1);
    assertThat(moved.places()).containsExactly(target, live.home());

    FileRecord tidied = moved.tidied();
    assertThat(tidied.settled()).isTrue();
    assertThat(tidied.places()).containsExactly(target);
    assertThat(tidied.moveSequence()).isEqualTo(1);
    assertThat(tidied.revision()).isEqualTo(live.revision() + 3);
    assertThat(List.of(tidied.fileId(), tidied.name(), tidied.content(), tidied.createdAt()))
        .isEqualTo(List.of(live.fileId(), live.name(), live.content(), live.createdAt()));
  }

  @Test
  void aCancelledMoveKeepsItsTargetUntilItIsTidiedAndNeverHappens() {
    assertThat(cancelled.move()).contains(new Move(target, 4, true));
    assertThat(cancelled.owner()).isEqualTo(OWNER);
    assertThat(cancelled.places()).containsExactly(live.home(), target);
    assertThatIllegalStateException().isThrownBy(cancelled::moved);

    FileRecord tidied = cancelled.tidied();
    assertThat(tidied.settled()).isTrue();
    assertThat(tidied.home()).isEqualTo(live.home());
    assertThat(tidied.moveSequence()).isZero();
  }

  @Test
  void aFileThatIsNotSettledDoesNotSetOut() {
    Move again = new Move(CopyPlace.on("102"), 5, false);
    for (FileRecord unsettled : List.of(moving, moved, cancelled)) {
      assertThatIllegalStateException().isThrownBy(() -> unsettled.moving(again, OTHER, LEASE));
    }
    assertThat(moved.tidied().moving(again, OTHER, LEASE).move()).contains(again);
  }

  @Test
  void whatIsStillMovingIsNotTidiedAndWhatDoesNotMoveIsNeitherMovedNorCancelled() {
    assertThatIllegalStateException().isThrownBy(moving::tidied);
    assertThatIllegalStateException().isThrownBy(live::moved);
    assertThatIllegalStateException().isThrownBy(moved::moved);
    assertThatIllegalStateException().isThrownBy(() -> live.moveCancelled(OWNER, NOW));
  }

  @Test
  void onlyALiveFileMovesOrIsFoundUnwell() {
    FileRecord deleting = moving.deleting(OWNER, NOW);
    for (FileRecord other : List.of(pending("b", "100"), deleting)) {
      Move move = new Move(target, 4, false);
      assertThatIllegalStateException().isThrownBy(() -> other.moving(move, OWNER, NOW));
      assertThatIllegalStateException().isThrownBy(other::moved);
      assertThatIllegalStateException().isThrownBy(() -> other.moveCancelled(OWNER, NOW));
      assertThatIllegalStateException().isThrownBy(other::tidied);
      assertThatIllegalStateException().isThrownBy(() -> other.withHealth(Health.DAMAGED));
    }
  }

  @Test
  void aDeleteTakesEveryCopyWithIt() {
    assertThat(moving.deleting(OWNER, NOW).places()).containsExactly(live.home(), target);
    assertThat(moved.deleting(OWNER, NOW).places()).containsExactly(target, live.home());
    assertThat(cancelled.deleting(OWNER, NOW).places()).containsExactly(live.home(), target);
  }

  @Test
  void aNewHomeIsIntactWhateverTheOldOneWas() {
    FileRecord missing = live.withHealth(Health.MISSING);
    assertThat(missing.health()).isEqualTo(Health.MISSING);
    assertThat(missing.settled()).isTrue();

    FileRecord restoring = missing.moving(new Move(target, Move.RESTORE, false), OWNER, LEASE);
    assertThat(restoring.health()).isEqualTo(Health.MISSING);
    assertThat(restoring.moveCancelled(OWNER, NOW).tidied().health()).isEqualTo(Health.MISSING);
    assertThat(restoring.moved().health()).isEqualTo(Health.INTACT);
  }

  @Test
  void theLeaseOfAMoveIsRenewedAndThatOfASettledFileIsNot() {
    FileRecord renewed = moving.renewed(OWNER, NOW.plusSeconds(99));
    assertThat(renewed.leaseExpires()).isEqualTo(NOW.plusSeconds(99));
    assertThat(renewed.move()).isEqualTo(moving.move());
    assertThat(moved.renewed(OTHER, NOW).previous()).isEqualTo(moved.previous());
    assertThatIllegalStateException().isThrownBy(() -> live.renewed(OWNER, NOW));
  }

  @Test
  void onlyAnUploadOrAnAdoptedCopyBeginsARecord() {
    pending("b", "100").requireNew();
    FileRecord adopted = FileRecord.adopted("100", copy("b", 6), Health.MISSING, OWNER);
    adopted.requireNew();
    assertThat(adopted.moveSequence()).isEqualTo(6);

    for (FileRecord other : List.of(live, moving, moved, live.deleting(OWNER, NOW))) {
      assertThatIllegalArgumentException().isThrownBy(other::requireNew);
    }
    FileRecord begun = adopted.moving(new Move(target, 1, false), OWNER, LEASE);
    assertThatIllegalArgumentException().isThrownBy(begun::requireNew);
  }

  @Test
  void aLaterRevisionOfTheSameFileIsItsSuccessorAndNothingElseIs() {
    live.requireSuccessor(moving);
    moving.requireSuccessor(moved);
    for (FileRecord other :
        List.of(moved, live, pending("a", "100"), pending("a", "100").live(content(3)))) {
      assertThatIllegalArgumentException().isThrownBy(() -> live.requireSuccessor(other));
    }
  }
}
