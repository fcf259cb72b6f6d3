/** Where a process spends its time, by async-profiler. */
package io.github.dfserver.benchmark.profile;
