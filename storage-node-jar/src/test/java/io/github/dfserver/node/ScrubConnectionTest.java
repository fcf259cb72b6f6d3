package io.github.dfserver.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.peer.ScriptedChannel;
import io.github.dfserver.node.peer.ScriptedManager;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Finding;
import io.github.dfserver.protocol.Scrub;
import io.github.dfserver.protocol.ScrubBegun;
import io.github.dfserver.protocol.ScrubReport;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What managers are told of the reading of all copies. */
class ScrubConnectionTest extends ScriptedNodeTest {
  private void damage(Copy copy) throws Exception {
    Path file = directory.resolve("files/0/0/0/0").resolve(copy.name().substring(2));
    Files.write(file, new byte[(int) copy.size()]);
  }

  @Test
  void aScrubIsBegunAndToldOfToEveryManager() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    assertThat(channel.report()).isEqualTo(ScrubReport.NONE);
    Copy intact = put(channel, 1, "intact");
    Copy damaged = put(channel, 2, "damaged");
    damage(damaged);
    channel.send(new Scrub(3));
    assertThat(channel.next()).isEqualTo(new ScrubBegun(3));
    assertThat(channel.finding()).isEqualTo(new Finding(damaged, CopyHealth.DAMAGED));
    assertThat(channel.report().running()).isTrue();
    ScrubReport ended = channel.report();
    while (ended.running()) {
      ended = channel.report(); // a heartbeat came between
    }
    assertThat(ended.copiesRead()).isEqualTo(2);
    assertThat(ended.damaged()).isEqualTo(1);
    channel.drop();
    ScriptedChannel again = manager.welcomed();
    assertThat(again.report()).isEqualTo(ended);
    again.send(new DownloadFile(4, intact.copyId(), 0, 6));
    assertThat(again.next().requestId()).isEqualTo(4);
  }

  @Test
  void aReadThatFindsDamageIsToldOfToEveryManager() throws Exception {
    try (ScriptedManager other = manager.sameCluster()) {
      manager.welcomed();
      node.stop(LIMIT);
      node = start(manager.url(), other.url());
      ScriptedChannel channel = manager.welcomed();
      ScriptedChannel second = other.welcomed();
      Copy copy = put(channel, 1, "hello");
      damage(copy);
      channel.send(new DownloadFile(2, copy.copyId(), 1, 2));
      assertFailed(channel, 2, FailureCode.DAMAGED);
      assertThat(channel.finding()).isEqualTo(new Finding(copy, CopyHealth.DAMAGED));
      assertThat(second.finding()).isEqualTo(new Finding(copy, CopyHealth.DAMAGED));
    }
  }
}
