package io.github.dfserver.manager.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.tracing.SpanKind;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TracedCatalogTest {
  private static final RequestOrigin ORIGIN =
      new RequestOrigin(
          "r-1", Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

  private final RecordingTracer tracer = new RecordingTracer();
  private final CompletableFuture<Optional<FileRecord>> answer = new CompletableFuture<>();

  private FileCatalog files(boolean refusing) {
    FileCatalog files =
        (FileCatalog)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {FileCatalog.class},
                (proxy, method, arguments) -> {
                  if (refusing) {
                    throw new IllegalArgumentException("no name");
                  }
                  return answer;
                });
    return TracedCatalog.traced(files, tracer, ORIGIN);
  }

  private RecordingTracer.Recorded span() {
    assertThat(tracer.spans()).hasSize(1);
    return tracer.spans().get(0);
  }

  @Test
  void aCallIsASpanUntilItsStageIsComplete() {
    assertThat(files(false).find("a")).isSameAs(answer);
    assertThat(span().name()).isEqualTo("catalogue find");
    assertThat(span().kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span().parent()).isEqualTo(ORIGIN.traceparent());
    assertThat(span().ended()).isFalse();
    answer.complete(Optional.empty());
    assertThat(span().ended()).isTrue();
    assertThat(span().attributes()).isEmpty();
  }

  @Test
  void aStageThatFailsIsToldWithItsException() {
    var unused = files(false).find("a");
    answer.completeExceptionally(new CatalogException("gone", null));
    assertThat(span().attributes()).containsEntry("error.type", CatalogException.class.getName());
    assertThat(span().ended()).isTrue();
  }

  @Test
  void aCallThatIsRefusedAtOnceIsStillThatException() {
    assertThatThrownBy(() -> files(true).find("a"))
        .isExactlyInstanceOf(IllegalArgumentException.class);
    assertThat(span().ended()).isTrue();
  }
}
