/** What the manager tells of itself in figures: their registry, and {@code GET /metrics}. */
package io.github.dfserver.manager.metrics;
