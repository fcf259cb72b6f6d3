/** Measures the product beside yardsticks; {@code docs/BENCHMARKS.md} tells how to run it. */
package io.github.dfserver.benchmark;
