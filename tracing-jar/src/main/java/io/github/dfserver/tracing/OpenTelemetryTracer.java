package io.github.dfserver.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Traces by OpenTelemetry, exported by OTLP over HTTP. Set up by {@code OTEL_*} variables and
 * {@code otel.*} properties, but for the exporter, which is this one.
 */
public final class OpenTelemetryTracer implements Tracer {
  private static final String PROTOCOL = "otel.exporter.otlp.protocol";
  private static final String TRACES_PROTOCOL = "otel.exporter.otlp.traces.protocol";
  private static final String HTTP = "http/protobuf";

  /** Kept, since the log manager alone would forget it: {@link LostSpans} says what it would. */
  private static final Logger EXPORTER_LOG = Logger.getLogger("io.opentelemetry.exporter");

  private final OpenTelemetrySdk sdk;
  private final io.opentelemetry.api.trace.Tracer tracer;
  private final LostSpans lost;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OpenTelemetryTracer(OpenTelemetrySdk sdk, LostSpans lost) {
    this.sdk = sdk;
    this.lost = lost;
    this.tracer = sdk.getTracer("io.github.dfserver");
  }

  /**
   * Begins to trace. Whether there is a collector shows only when something is exported.
   *
   * @throws IllegalArgumentException with a sentence when a setting of OpenTelemetry is wrong
   */
  public static Tracer open(TracingOptions options) {
    EXPORTER_LOG.setLevel(Level.OFF);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // The threads of the HTTP client, which begin here, would keep the application's otherwise.
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    LostSpans lost = new LostSpans();
    AtomicReference<SpanQueue> queue = new AtomicReference<>();
    try {
      AutoConfiguredOpenTelemetrySdk configured =
          AutoConfiguredOpenTelemetrySdk.builder()
              .disableShutdownHook()
              .addPropertiesSupplier(
                  () -> Map.of(PROTOCOL, HTTP, "otel.service.name", options.service()))
              .addPropertiesCustomizer(OpenTelemetryTracer::onlyOurs)
              .addResourceCustomizer((resource, config) -> named(options).merge(resource))
              .addTracerProviderCustomizer(
                  (provider, config) -> {
                    queue.set(queue(config, options, lost));
                    return provider.addSpanProcessor(queue.get());
                  })
              .build();
      return new OpenTelemetryTracer(configured.getOpenTelemetrySdk(), lost);
    } catch (ConfigurationException e) {
      Optional.ofNullable(queue.get()).ifPresent(SpanQueue::shutdown);
      throw new IllegalArgumentException("Tracing cannot be set up: " + e.getMessage(), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The library would export a second time, and metrics and logs as well. */
  private static Map<String, String> onlyOurs(ConfigProperties config) {
    return Map.of(
        "otel.traces.exporter",
        "none",
        "otel.metrics.exporter",
        "none",
        "otel.logs.exporter",
        "none");
  }

  private static Resource named(TracingOptions options) {
    AttributesBuilder attributes = Attributes.builder();
    options.resource().forEach(attributes::put);
    return Resource.create(attributes.build());
  }

  private static SpanQueue queue(ConfigProperties config, TracingOptions options, LostSpans lost) {
    SpanQueue.Limits limits =
        new SpanQueue.Limits(
            number(config, "otel.bsp.max.queue.size", 2048),
            number(config, "otel.bsp.max.export.batch.size", 512),
            time(config, "otel.bsp.schedule.delay", Duration.ofSeconds(5)),
            time(config, "otel.bsp.export.timeout", Duration.ofSeconds(30)));
    return SpanQueue.start(exporter(config), limits, lost, options.threads());
  }

  private static int number(ConfigProperties config, String key, int standard) {
    int number = config.getInt(key, standard);
    if (number < 1 || number > 1 << 20) {
      throw new ConfigurationException(key + " is " + number + ", and not from 1 to 1048576");
    }
    return number;
  }

  private static Duration time(ConfigProperties config, String key, Duration standard) {
    Duration time = config.getDuration(key, standard);
    if (time.isNegative() || time.isZero()) {
      throw new ConfigurationException(key + " is " + time.toMillis() + ", and not above 0");
    }
    return time;
  }

  private static SpanExporter exporter(ConfigProperties config) {
    String protocol = config.getString(TRACES_PROTOCOL, config.getString(PROTOCOL, HTTP));
    if (!protocol.equals(HTTP)) {
      throw new ConfigurationException(
          PROTOCOL + " is '" + protocol + "', but only '" + HTTP + "' is spoken here");
    }
    ServiceLoader<ConfigurableSpanExporterProvider> providers =
        ServiceLoader.load(
            ConfigurableSpanExporterProvider.class, OpenTelemetryTracer.class.getClassLoader());
    for (ConfigurableSpanExporterProvider provider : providers) {
      if (provider.getName().equals("otlp")
          && provider.createExporter(config) instanceof OtlpHttpSpanExporter configured) {
        SpanExporter onCaller = configured.toBuilder().setExecutorService(new CallerRuns()).build();
        configured.shutdown();
        return onCaller;
      }
    }
    throw new IllegalStateException("the exporter is not in the jar");
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public Span begin(SpanKind kind, String name, Optional<String> parent) {
    Context root = Context.root();
    Context above =
        parent
            .flatMap(Traceparent::read)
            .map(known -> root.with(io.opentelemetry.api.trace.Span.wrap(known)))
            .orElse(root);
    return RecordedSpan.begin(tracer, kind, name, above);
  }

  /** How many spans did not get to the collector. */
  long lost() {
    return lost.count();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      sdk.close();
    }
  }
}
