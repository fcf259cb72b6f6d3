package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.load.LoadResult;
import java.util.Map;

/**
 * One round of load on one subject.
 *
 * @param result what the load generator saw
 * @param cpu microseconds of processor time per request by process, the load generator's included
 */
record Sample(LoadResult result, Map<String, Double> cpu) {}
