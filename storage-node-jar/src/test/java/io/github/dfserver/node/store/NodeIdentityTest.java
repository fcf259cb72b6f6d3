package io.github.dfserver.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIdentityTest {
  @TempDir Path root;

  private CopyStore open(String nodeId) throws Exception {
    return CopyStore.open(StoreOptions.of(root, nodeId));
  }

  private void assertRefused(String nodeId, String sentence) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> open(nodeId))
        .withMessageContaining(root.toString())
        .withMessageContaining(sentence);
  }

  @Test
  void everyOpeningRaisesTheIncarnationOfTheSameInstance() throws Exception {
    NodeIdentity first;
    try (CopyStore store = open("100")) {
      first = store.identity();
    }
    assertThat(first.nodeId()).isEqualTo("100");
    assertThat(first.incarnation()).isEqualTo(1);
    assertThat(first.clusterId()).isEmpty();
    try (CopyStore store = open("100")) {
      assertThat(store.identity().incarnation()).isEqualTo(2);
      assertThat(store.identity().instanceId()).isEqualTo(first.instanceId());
    }
  }

  @Test
  void aDirectoryOfAnotherNodeIsRefused() throws Exception {
    open("n\u00f6de=7\\x").close();
    assertRefused("101", "belongs to node n\u00f6de=7\\x, not to node 101");
    open("n\u00f6de=7\\x").close();
  }

  @Test
  void aDirectoryInUseIsRefused() throws Exception {
    try (CopyStore store = open("100")) {
      assertRefused("100", "in use by another");
      assertThat(store.status().accepting()).isTrue();
    }
    open("100").close();
  }

  @Test
  void aNewerFormatIsRefused() throws Exception {
    open("100").close();
    Path identity = root.resolve("identity.properties");
    Files.writeString(identity, Files.readString(identity).replace("format=1", "format=2"));
    assertRefused("100", "newer version");
  }

  @Test
  void anIdentityThatMakesNoSenseIsRefused() throws Exception {
    open("100").close();
    Files.writeString(root.resolve("identity.properties"), "format=1\nnodeId=100\n");
    assertRefused("100", "makes no sense");
  }

  @Test
  void aDirectoryWithOtherThingsInItIsRefused() throws Exception {
    Files.writeString(root.resolve("letter.txt"), "Dear Sir");
    assertRefused("100", "is no data directory");
    assertThat(root.resolve("files")).doesNotExist();
  }

  @Test
  void anEmptiedDirectoryIsAnotherInstance() throws Exception {
    NodeIdentity first;
    try (CopyStore store = open("100")) {
      first = store.identity();
    }
    for (Path path : Trees.files(root)) {
      Files.delete(path);
    }
    for (String folder :
        new String[] {
          "files", "meta", "blocks", "staging", "journal", "index", "tombstones", "scrub"
        }) {
      Files.delete(root.resolve(folder));
    }
    try (CopyStore store = open("100")) {
      assertThat(store.identity().instanceId()).isNotEqualTo(first.instanceId());
    }
  }

  @Test
  void aClusterIsJoinedForGood() throws Exception {
    UUID cluster = UUID.randomUUID();
    try (CopyStore store = open("100")) {
      store.joinCluster(cluster);
      store.joinCluster(cluster);
      assertThat(store.identity().clusterId()).contains(cluster);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.joinCluster(UUID.randomUUID()))
          .withMessageContaining("belongs to cluster " + cluster);
    }
    try (CopyStore store = open("100")) {
      assertThat(store.identity().clusterId()).contains(cluster);
      assertThat(store.identity().incarnation()).isEqualTo(2);
    }
  }
}
