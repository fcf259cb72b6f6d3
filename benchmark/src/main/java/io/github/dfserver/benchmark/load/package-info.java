/**
 * The load generator: a process of its own, so that its processor time is told apart, with nothing
 * but the JDK on its class path. Every server gets its requests from this one.
 */
package io.github.dfserver.benchmark.load;
