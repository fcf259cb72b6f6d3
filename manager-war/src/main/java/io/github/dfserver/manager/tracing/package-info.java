/** Whether this manager traces requests, and the catalogue's part of a trace. */
package io.github.dfserver.manager.tracing;
