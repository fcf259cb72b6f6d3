package io.github.dfserver.manager.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileRecord;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TimedCatalogTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final CompletableFuture<Optional<FileRecord>> found = new CompletableFuture<>();
  private final Catalog catalog =
      new TimedCatalog(stub(Catalog.class), new CatalogueMetrics(registry));

  /** Its parts are stubs too; each call is answered by {@link #found}. */
  private <T> T stub(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (arguments != null && "refused".equals(arguments[0])) {
                throw new IllegalArgumentException("refused");
              }
              return CompletionStage.class.isAssignableFrom(method.getReturnType())
                  ? found
                  : part(method);
            }));
  }

  private Object part(Method method) {
    Class<?> type = method.getReturnType();
    return type.isInterface() ? stub(type) : null;
  }

  private String scrape() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, registry.scrape());
    return text.toString(StandardCharsets.UTF_8);
  }

  private static String count(String operation, String outcome, int count) {
    return "dfs_catalogue_duration_seconds_count{operation=\"%s\",outcome=\"%s\"} %d\n"
        .formatted(operation, outcome, count);
  }

  @Test
  void aCallIsTimedUntilItsStageCompletes() throws Exception {
    assertThat(catalog.files().find("a")).isSameAs(found);
    assertThat(catalog.nodes().find("100")).isSameAs(found);
    assertThat(scrape()).doesNotContain("files.find");
    found.complete(Optional.empty());
    assertThat(scrape())
        .contains(count("files.find", "answered", 1), count("nodes.find", "answered", 1));
  }

  @Test
  void aFailureIsToldFromAnAnswer() throws Exception {
    assertThat(catalog.cluster().read()).isSameAs(found);
    found.completeExceptionally(new CatalogException("away"));
    assertThat(scrape()).contains(count("cluster.read", "failed", 1));
  }

  @Test
  void whatIsThrownComesAsItIs() {
    assertThatThrownBy(() -> catalog.files().find("refused"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("refused");
  }
}
