package io.github.dfserver.benchmark.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import one.profiler.AsyncProfilerLoader;

/** Samples one Java process. */
public final class Profiler {
  /** Short enough for a few seconds to show what takes a hundredth of them. */
  private static final String INTERVAL = "1ms";

  private static final Set<String> TIMED = Set.of("cpu", "itimer", "ctimer", "wall");

  private final String event;
  private final Path directory;

  /**
   * Gets ready.
   *
   * @param event what async-profiler samples, such as {@code cpu}, {@code itimer}, {@code wall},
   *     {@code alloc} or {@code lock}
   * @param directory takes the profiler's library and what it finds
   */
  public Profiler(String event, Path directory) throws IOException {
    this.event = event;
    this.directory = Files.createDirectories(directory);
    AsyncProfilerLoader.setExtractionDirectory(directory);
  }

  /** Begins. */
  public void start(long pid) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("start", "-e", event, "-t"));
    if (TIMED.contains(event)) {
      arguments.addAll(List.of("-i", INTERVAL));
    }
    arguments.add(Long.toString(pid));
    run(arguments.toArray(String[]::new));
  }

  /**
   * Ends, writes {@code NAME.collapsed} (stacks and how often they were seen) and {@code NAME.txt}
   * (a summary).
   *
   * @return the summary's file
   */
  public Path stop(long pid, String name) throws IOException {
    Path stacks = directory.resolve(name + ".collapsed");
    Path summary = directory.resolve(name + ".txt");
    run("stop", "-o", "collapsed", "-f", stacks.toString(), Long.toString(pid));
    Files.writeString(summary, HotFrames.read(stacks).text());
    return summary;
  }

  private static void run(String... arguments) throws IOException {
    AsyncProfilerLoader.executeProfiler(arguments);
  }
}
