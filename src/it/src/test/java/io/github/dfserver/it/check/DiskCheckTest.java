package io.github.dfserver.it.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.check.NodeContents.Held;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskCheckTest {
  private static final Held A = new Held("a", "1111");
  private static final Held B = new Held("b", "2222");

  @Test
  void whatIsListedAndOnOneDiskEachIsRight() {
    assertThat(
            broken(
                List.of(A, B), node("1", List.of(A), List.of(A)), node("2", List.of(B), onlyB())))
        .isEmpty();
  }

  @Test
  void aFileThatIsListedAndNotOnTheDiskIsTold() {
    assertThat(broken(List.of(A), node("1", List.of(A), List.of())))
        .containsExactly("what is listed is on the disk");
  }

  @Test
  void aFileThatIsOnADiskAndNotListedIsTold() {
    assertThat(broken(List.of(), node("1", List.of(), List.of(A))))
        .containsExactly("what is on a disk is listed there");
  }

  @Test
  void aFileOnTwoDisksIsTold() {
    assertThat(broken(List.of(B), node("1", List.of(B), onlyB()), node("2", List.of(), onlyB())))
        .containsExactly("what is on a disk is listed there", "each file is on one disk");
  }

  @Test
  void aFileThatIsTwiceOnOneDiskIsTold() {
    assertThat(broken(List.of(A), node("1", List.of(A), List.of(A, new Held("a (2)", A.sha256())))))
        .contains("no file is twice on a disk");
  }

  @Test
  void listingsThatDifferAreTold() {
    assertThat(broken(List.of(A, B), node("1", List.of(A), List.of(A))))
        .containsExactly("the nodes' listings are the listing");
    assertThat(broken(List.of(), node("1", List.of(A), List.of(A))))
        .containsExactly("the nodes' listings are the listing");
  }

  @Test
  void stagingFilesAndOverfullDirectoriesAreTold() {
    NodeContents node =
        new NodeContents("1", List.of(), List.of(), List.of("staging/x"), List.of("f holds 37"));
    assertThat(DiskCheck.check(List.of(), List.of(node)))
        .extracting(Violation::rule)
        .containsExactly("no staging file is left", "no directory is over 36");
  }

  private static List<Held> onlyB() {
    return List.of(B);
  }

  private static NodeContents node(String id, List<Held> listed, List<Held> onDisk) {
    return new NodeContents(id, listed, onDisk, List.of(), List.of());
  }

  private static List<String> broken(List<Held> all, NodeContents... nodes) {
    return DiskCheck.check(all, List.of(nodes)).stream().map(Violation::rule).toList();
  }
}
