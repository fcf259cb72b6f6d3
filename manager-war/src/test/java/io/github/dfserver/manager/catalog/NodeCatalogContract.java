package io.github.dfserver.manager.catalog;

import static io.github.dfserver.manager.catalog.Records.NOW;
import static io.github.dfserver.manager.catalog.Records.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every adapter promises about nodes and the catalogue's own identity. */
public abstract class NodeCatalogContract extends CatalogContract {
  private final NodeRecord joined = NodeRecord.joined("100", new UUID(1, 2), 1, NOW);

  @Test
  void anUnknownNodeIsNotFound() {
    assertThat(await(nodes.find("100"))).isEmpty();
    assertThat(await(nodes.all())).isEmpty();
  }

  @Test
  void aNodeIsRegisteredOnce() {
    assertThat(await(nodes.create(joined))).isEmpty();

    NodeRecord other = NodeRecord.joined("100", new UUID(9, 9), 5, NOW);
    assertThat(await(nodes.create(other))).contains(joined);
    assertThat(await(nodes.find("100"))).contains(joined);
  }

  @Test
  void aNodeIsReplacedByCompareAndSet() {
    await(nodes.create(joined));
    NodeRecord restarted = joined.seen(2, NOW.plusSeconds(1)).by(new UUID(3, 4));

    assertThat(await(nodes.replace(joined, restarted))).isTrue();
    assertThat(await(nodes.replace(joined, joined.seen(3, NOW)))).isFalse();
    assertThat(await(nodes.find("100"))).contains(restarted);
    assertThatThrownBy(() -> await(nodes.replace(restarted, joined)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> restarted.seen(1, NOW)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNodeIsForgottenByCompareAndSet() {
    await(nodes.create(joined));
    NodeRecord seen = joined.seen(1, NOW.plusSeconds(1));
    await(nodes.replace(joined, seen));

    assertThat(await(nodes.remove(joined))).isFalse();
    assertThat(await(nodes.remove(seen))).isTrue();
    assertThat(await(nodes.remove(seen))).isFalse();
    assertThat(await(nodes.find("100"))).isEmpty();
  }

  @Test
  void allNodesComeInTheOrderOfTheirIds() {
    for (String id : new String[] {"9", "10", "é", "\uffee", "😀"}) {
      await(nodes.create(NodeRecord.joined(id, UUID.randomUUID(), 1, NOW)));
    }

    assertThat(await(nodes.all()))
        .extracting(NodeRecord::id)
        .containsExactly("10", "9", "é", "\uffee", "😀");
  }

  @Test
  void theClusterIdStaysTheSame() {
    assertThat(catalog().clusterId()).isNotNull().isEqualTo(catalog().clusterId());
  }
}
