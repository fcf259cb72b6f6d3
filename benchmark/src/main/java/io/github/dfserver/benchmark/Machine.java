package io.github.dfserver.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Tells what the figures were taken on. */
final class Machine {
  private Machine() {}

  static String describe() {
    return String.format(
        Locale.ROOT,
        "%d cores (%s), %s of memory, %s %s, Java %s, load average at the start %.1f",
        Runtime.getRuntime().availableProcessors(),
        value("/proc/cpuinfo", "model name", "unknown"),
        value("/proc/meminfo", "MemTotal", "unknown"),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.version(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String value(String file, String key, String standard) {
    try {
      List<String> lines = Files.readAllLines(Path.of(file));
      return lines.stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(standard);
    } catch (IOException e) {
      return standard;
    }
  }
}
