package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.LongStream;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 5 GiB up and down through a manager of 256 MB and nodes of 64 MB. */
@Tag("full")
class HugeFileIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "huge",
          options ->
              options
                  .withManagerJvm("-Xmx256m", "-XX:+ExitOnOutOfMemoryError")
                  .withNodeJvm("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"));

  private static final long SIZE = 5L << 30;

  @Test
  void fiveGibibytesGoUpAndDown() throws Exception {
    for (boolean chunked : new boolean[] {false, true}) {
      String name = "huge/" + chunked;
      Answer put =
          api()
              .send(
                  HttpRequest.newBuilder(api().file(name))
                      .PUT(
                          chunked
                              ? BodyPublishers.ofInputStream(() -> new LongStream(SIZE))
                              : BodyPublishers.fromPublisher(
                                  BodyPublishers.ofInputStream(() -> new LongStream(SIZE)), SIZE))
                      .build());
      assertThat(put.status()).as("%s", put).isEqualTo(201);
      assertThat(put.json()).containsEntry("size", SIZE);
      HttpResponse<InputStream> get =
          api()
              .send(HttpRequest.newBuilder(api().file(name)).build(), BodyHandlers.ofInputStream());
      assertThat(get.statusCode()).isEqualTo(200);
      try (InputStream served = get.body();
          InputStream expected = new LongStream(SIZE)) {
        byte[] left = new byte[1 << 20];
        byte[] right = new byte[1 << 20];
        for (long at = 0; at < SIZE; at += left.length) {
          served.readNBytes(left, 0, left.length);
          expected.readNBytes(right, 0, right.length);
          assertThat(Arrays.equals(left, right)).as("at %s", at).isTrue();
        }
        assertThat(served.read()).isEqualTo(-1);
      }
      assertThat(api().delete(name).status()).isEqualTo(200);
    }
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}
