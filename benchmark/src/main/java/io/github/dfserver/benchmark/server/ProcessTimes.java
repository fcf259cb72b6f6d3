package io.github.dfserver.benchmark.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What Linux tells about a process. */
public final class ProcessTimes {
  /** What {@code sysconf(_SC_CLK_TCK)} says on every Linux. */
  private static final long MICROS_PER_TICK = 10_000;

  private ProcessTimes() {}

  /** Microseconds of processor time that these processes have used, in user and kernel mode. */
  public static OptionalLong cpuMicros(List<Long> pids) {
    long sum = 0;
    for (long pid : pids) {
      try {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // the name before the parenthesis may hold spaces; state is the first field after it
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        sum += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
      } catch (IOException e) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(sum);
  }

  /**
   * What the processors of the machine did since it was started.
   *
   * @param busy microseconds of anything but waiting, on all processors together; what the host of
   *     a virtual machine took away counts as busy
   * @param total microseconds
   */
  public record Machine(long busy, long total) {}

  /** What the machine's processors did so far. */
  public static Optional<Machine> machine() {
    try (BufferedReader stat = Files.newBufferedReader(Path.of("/proc/stat"))) {
      // cpu user nice system idle iowait irq softirq steal; guests are in user already
      long[] ticks =
          Arrays.stream(stat.readLine().split(" +", -1))
              .skip(1)
              .limit(8)
              .mapToLong(Long::parseLong)
              .toArray();
      long total = Arrays.stream(ticks).sum();
      return Optional.of(
          new Machine((total - ticks[3] - ticks[4]) * MICROS_PER_TICK, total * MICROS_PER_TICK));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The most memory that a process ever had resident, in KiB. */
  public static OptionalLong peakResidentKib(long pid) {
    return status(pid, "VmHWM:");
  }

  /** The memory that a process has resident now, in KiB. */
  public static OptionalLong residentKib(long pid) {
    return status(pid, "VmRSS:");
  }

  private static OptionalLong status(long pid, String field) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
