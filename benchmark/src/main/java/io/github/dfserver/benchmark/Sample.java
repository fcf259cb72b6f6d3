package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.load.LoadResult;
import java.util.Map;

/**
 * One round of load on one subject.
 *
 * @param result what the load generator saw
 * @param cpu microseconds of processor time per request by process, the load generator's included
 * @param others what share of the machine's processors others took meanwhile: all that was not idle
 *     and not the subject or the load generator
 */
record Sample(LoadResult result, Map<String, Double> cpu, double others) {}
