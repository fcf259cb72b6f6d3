/** The processes that are measured: the product, and the yardsticks beside it. */
package io.github.dfserver.benchmark.server;
