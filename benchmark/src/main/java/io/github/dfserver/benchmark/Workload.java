package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.load.LoadCommand.Kind;

/**
 * What a subject is asked for.
 *
 * @param subject who is asked
 * @param kind for what
 * @param name what the report calls it
 */
record Workload(Subject subject, Kind kind, String name) {}
