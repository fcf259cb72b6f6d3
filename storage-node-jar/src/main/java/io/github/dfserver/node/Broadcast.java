package io.github.dfserver.node;

import io.github.dfserver.node.channel.ManagerChannel;
import io.github.dfserver.node.store.StoreListener;
import io.github.dfserver.protocol.Finding;
import io.github.dfserver.protocol.ScrubReport;
import java.util.List;

/**
 * Tells every connected manager what the store finds out.
 *
 * @param channels does not change any more
 */
record Broadcast(List<ManagerChannel> channels) implements StoreListener {
  @Override
  public void found(Finding finding) {
    channels.forEach(channel -> channel.tell(finding));
  }

  @Override
  public void scrubbed(ScrubReport report) {
    channels.forEach(channel -> channel.tell(report));
  }
}
