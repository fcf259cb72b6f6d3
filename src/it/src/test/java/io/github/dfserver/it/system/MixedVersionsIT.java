package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.ScriptedNode;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.Deleted;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.FrameWriter;
import io.github.dfserver.protocol.Origin;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import io.github.dfserver.protocol.Welcome;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Nodes that speak the version before, this one, and later ones, at one of two managers: which
 * version is agreed on, and whether it names the clients' requests, its own and those that the
 * other manager relays.
 */
class MixedVersionsIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "mixed-versions", options -> ClusterExtension.twoManagers(options.withNodes()));

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final byte[] CONTENT = {1, 2, 3};
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final ExecutorService client = Executors.newCachedThreadPool();
  private final String id = "versions-" + UUID.randomUUID();
  private ScriptedNode node;

  @AfterEach
  void leave() throws Exception {
    node.close();
    client.shutdownNow();
    for (int manager = 1; manager <= 2; manager++) {
      awaitState(manager, "offline");
    }
  }

  private void awaitState(int manager, String state) throws Exception {
    Await.until(
        "the node to be " + state + " at manager " + manager,
        SOON,
        () -> state.equals(api(manager).getPath("node/" + id).json().get("state")));
  }

  private static FileApi api(int manager) {
    return CLUSTER.cluster().api(manager);
  }

  private Welcome join(int oldest, int newest) throws Exception {
    node = new ScriptedNode(api(1).base(), id, oldest, newest);
    node.connect().send(node.hello());
    Welcome welcome = node.joined();
    awaitState(1, "online");
    awaitState(2, "online");
    return welcome;
  }

  @Test
  void aNodeOfTheVersionBeforeServesBothManagersAndIsToldOfNoRequest() throws Exception {
    assertThat(join(2, 2).protocolVersion()).isEqualTo(2);
    for (int manager = 1; manager <= 2; manager++) {
      roundTrip(manager);
      assertThat(node.origins()).isEmpty();
    }
  }

  @Test
  void aNodeOfThisVersionIsToldOfTheRequestsOfBothManagers() throws Exception {
    assertThat(join(2, 3).protocolVersion()).isEqualTo(3);
    for (int manager = 1; manager <= 2; manager++) {
      assertNamed(roundTrip(manager));
    }
  }

  @Test
  void aNodeOfALaterVersionIsWelcomedInThisOneWhateverItsGreetingAdds() throws Exception {
    node = new ScriptedNode(api(1).base(), id, 3, 4);
    ByteBuffer known = FrameWriter.pack(List.of(node.hello()));
    ByteBuffer hello = ByteBuffer.allocate(known.remaining() + 20).put(known).put(new byte[20]);
    node.connect().sendBytes(hello.flip().putInt(0, hello.limit() - 4));
    assertThat(node.joined().protocolVersion()).isEqualTo(3);
    awaitState(1, "online");
    awaitState(2, "online");
    assertNamed(roundTrip(1));
  }

  @Test
  void stagedUploadsAreNamedToo() throws Exception {
    join(2, 3);
    Future<Answer> put = client.submit(() -> put(1, "large", Content.random(1, 200_000)));
    StageFile stage = node.await(StageFile.class);
    node.send(new Failed(stage.requestId(), FailureCode.NO_SPACE, "no room"));
    DeleteFile undone = node.await(DeleteFile.class);
    node.send(new Deleted(undone.requestId(), false));
    assertThat(get(put).status()).isEqualTo(507);
    assertThat(node.origins())
        .containsExactly(
            new Origin(stage.requestId(), "put-large", Optional.of(TRACE)),
            new Origin(undone.requestId(), "put-large", Optional.of(TRACE)));
  }

  /** A file comes, is read, and goes; gives the commands. */
  private List<Command> roundTrip(int manager) throws Exception {
    String name = "of-" + manager;
    Future<Answer> put = client.submit(() -> put(manager, name, CONTENT));
    UploadFile upload = node.await(UploadFile.class);
    node.send(new Stored(upload.requestId()));
    assertThat(get(put).status()).isEqualTo(201);

    Future<Answer> get =
        client.submit(
            () ->
                api(manager)
                    .get(id + "/" + name, "X-Request-Id", "get-" + name, "traceparent", TRACE));
    DownloadFile download = node.await(DownloadFile.class);
    node.send(
        new io.github.dfserver.protocol.Content(download.requestId(), ByteBuffer.wrap(CONTENT)));
    assertThat(get(get).body()).isEqualTo(CONTENT);

    Callable<Answer> deletion =
        () ->
            api(manager)
                .send(
                    HttpRequest.newBuilder(api(manager).file(id + "/" + name))
                        .timeout(SOON)
                        .header("X-Request-Id", "delete-" + name)
                        .header("traceparent", TRACE)
                        .DELETE()
                        .build());
    Future<Answer> deleted = client.submit(deletion);
    DeleteFile delete = node.await(DeleteFile.class);
    node.send(new Deleted(delete.requestId(), true));
    assertThat(get(deleted).status()).isEqualTo(200);
    return List.of(upload, download, delete);
  }

  private Answer put(int manager, String name, byte[] content) throws Exception {
    return api(manager)
        .put(id + "/" + name, content, "X-Request-Id", "put-" + name, "traceparent", TRACE);
  }

  private void assertNamed(List<Command> commands) {
    List<Origin> origins = node.origins();
    assertThat(origins)
        .extracting(Origin::requestId)
        .containsExactlyElementsOf(commands.stream().map(Command::requestId).toList());
    assertThat(origins)
        .extracting(origin -> origin.clientRequest().replaceAll("-.*", ""))
        .containsExactly("put", "get", "delete");
    assertThat(origins).extracting(Origin::traceparent).containsOnly(Optional.of(TRACE));
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }
}
