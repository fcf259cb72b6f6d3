package io.github.dfserver.node.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.peer.Waiting;
import io.github.dfserver.protocol.Content;
import io.github.dfserver.protocol.FrameReader;
import io.github.dfserver.protocol.Limits;
import io.github.dfserver.protocol.NodeMessage;
import io.github.dfserver.protocol.Stored;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerWriterTest {
  private final BlockingQueue<List<NodeMessage>> messages = new LinkedBlockingQueue<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final AtomicInteger expected = new AtomicInteger();
  private final CountDownLatch mayGo = new CountDownLatch(1);
  private final AnswerWriter writer = new AnswerWriter(this::send, expected::get, failure::set);
  private final Thread thread = new Thread(writer);

  private void send(ByteBuffer message) throws IOException, InterruptedException {
    FrameReader<NodeMessage> frames = FrameReader.fromNode(message);
    List<NodeMessage> read = new ArrayList<>();
    while (frames.hasNext()) {
      read.add(frames.next());
    }
    messages.add(read);
    mayGo.await();
  }

  @AfterEach
  void stop() throws InterruptedException {
    mayGo.countDown();
    writer.close();
    thread.join(Waiting.LIMIT.toMillis());
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void whatIsQueuedMeanwhileGoesIntoOneMessage() throws InterruptedException {
    thread.start();
    writer.offer(new Stored(1));
    assertThat(Waiting.next(messages, "the first")).containsExactly(new Stored(1));
    writer.offer(new Stored(2));
    writer.offer(new Stored(3));
    mayGo.countDown();
    assertThat(Waiting.next(messages, "the rest")).containsExactly(new Stored(2), new Stored(3));
  }

  @Test
  void anAnswerGoesAfterAMomentThoughTheExpectedOnesDoNotCome() throws InterruptedException {
    mayGo.countDown();
    expected.set(5);
    thread.start();
    writer.offer(new Stored(1));
    assertThat(Waiting.next(messages, "the answer")).containsExactly(new Stored(1));
  }

  @Test
  void aMessageIsNeverLargerThanAllowed() throws InterruptedException {
    Content large = new Content(1, ByteBuffer.allocate(Limits.MAX_CONTENT_BYTES));
    writer.offer(large);
    writer.offer(large);
    writer.offer(new Stored(2));
    mayGo.countDown();
    thread.start();
    assertThat(Waiting.next(messages, "the first")).hasSize(1);
    assertThat(Waiting.next(messages, "the second")).hasSize(2);
  }

  @Test
  void memoryIsGivenBackOnceTheAnswerHasBeenSent() throws InterruptedException {
    AtomicInteger sent = new AtomicInteger();
    thread.start();
    writer.offer(new Stored(1), sent::incrementAndGet);
    Waiting.next(messages, "the answer");
    assertThat(sent).hasValue(0);
    assertThat(writer.isIdle()).isFalse();
    mayGo.countDown();
    Waiting.until("the answer is sent", () -> sent.get() == 1);
    Waiting.until("the writer is idle", writer::isIdle);
  }

  @Test
  void afterTheEndMemoryIsGivenBackAtOnce() throws InterruptedException {
    AtomicInteger dropped = new AtomicInteger();
    writer.offer(new Stored(1), dropped::incrementAndGet);
    writer.close();
    writer.offer(new Stored(2), dropped::incrementAndGet);
    assertThat(dropped).hasValue(2);
    assertThat(messages).isEmpty();
  }

  @Test
  void aFailureIsToldAndEndsTheWriter() throws InterruptedException {
    AnswerWriter broken =
        new AnswerWriter(
            message -> {
              throw new IOException("broken");
            },
            () -> 0,
            failure::set);
    Thread other = new Thread(broken);
    broken.offer(new Stored(1));
    other.start();
    other.join(Waiting.LIMIT.toMillis());
    assertThat(failure.get()).hasMessage("broken");
    assertThat(other.isAlive()).isFalse();
  }
}
