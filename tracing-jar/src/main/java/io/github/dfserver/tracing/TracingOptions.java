package io.github.dfserver.tracing;

import java.util.Map;
import java.util.concurrent.ThreadFactory;

/**
 * What a process says of itself; everything else comes from {@code OTEL_*} variables and {@code
 * otel.*} properties.
 *
 * @param service its name, unless {@code otel.service.name} gives another
 * @param resource attributes of the process, unless {@code otel.resource.attributes} gives others
 * @param threads makes the one daemon thread that exports
 */
public record TracingOptions(String service, Map<String, String> resource, ThreadFactory threads) {
  /** Copies the attributes. */
  public TracingOptions {
    resource = Map.copyOf(resource);
  }
}
