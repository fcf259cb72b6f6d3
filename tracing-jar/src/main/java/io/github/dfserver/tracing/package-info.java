/**
 * Traces from a client's request to the disk of a node, by OpenTelemetry, which nobody outside of
 * this package sees. Spans are passed on explicitly; nothing depends on the thread that runs.
 */
package io.github.dfserver.tracing;
