package io.github.dfserver.manager.catalog;

import static io.github.dfserver.manager.catalog.Records.NOW;
import static io.github.dfserver.manager.catalog.Records.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every adapter promises about the state of the cluster. */
public abstract class ClusterCatalogContract extends RacingContract {

  @Test
  void aNewCatalogueHasAClusterOfItsOwn() {
    ClusterState state = await(cluster.read());

    assertThat(state.clusterId()).isEqualTo(catalog().clusterId());
    assertThat(state.secret()).matches("[0-9a-f]{64}");
    assertThat(state.movesPaused()).isFalse();
    assertThat(state.rebuild()).isEqualTo(RebuildState.NONE);
    assertThat(state.revision()).isEqualTo(1);
    assertThat(await(cluster.read())).isEqualTo(state);
  }

  @Test
  void everyPartOfTheStateIsReplacedByCompareAndSet() {
    ClusterState first = await(cluster.read());
    ClusterState paused = first.withMovesPaused(true);
    ClusterState adopting = paused.adopting(new UUID(4, 5));
    ClusterState rebuilt =
        adopting.withRebuild(
            new RebuildState(
                RebuildState.Phase.PROVISIONAL,
                Optional.of(NOW),
                Optional.of(NOW.plusSeconds(3)),
                Set.of("100", "é"),
                Set.of("102"),
                1L << 40,
                3));
    ClusterState linksVoid = rebuilt.withLinksVoid();
    assertThat(linksVoid.linkEpoch()).isEqualTo(1);

    for (List<ClusterState> step :
        List.of(
            List.of(first, paused),
            List.of(paused, adopting),
            List.of(adopting, rebuilt),
            List.of(rebuilt, linksVoid))) {
      assertThat(await(cluster.replace(step.get(0), step.get(1)))).isTrue();
      assertThat(await(cluster.read())).isEqualTo(step.get(1));
    }
    assertThat(await(cluster.replace(first, first.withMovesPaused(false)))).isFalse();
    assertThat(await(cluster.read())).isEqualTo(linksVoid);
    assertThatThrownBy(() -> await(cluster.replace(linksVoid, first)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofManyManagersThatChangeOneRevisionExactlyOneWins() throws Exception {
    ClusterState first = await(cluster.read());

    List<Boolean> answers =
        race(racer -> cluster.replace(first, first.adopting(new UUID(6, racer))));

    assertThat(answers.stream().filter(won -> won)).hasSize(1);
    assertThat(await(cluster.read()).clusterId()).isEqualTo(new UUID(6, answers.indexOf(true)));
  }
}
