package io.github.dfserver.it.support;

import io.github.dfserver.it.process.ChildProcess;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The descriptors that a process holds open, as Linux tells them. */
public final class OpenFiles {
  private OpenFiles() {}

  /** What its descriptors name: paths, and such as {@code socket:[4711]}. */
  public static List<String> of(ChildProcess process) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          names.add(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException e) {
          System.getLogger("OpenFiles").log(Level.DEBUG, "closed meanwhile", e);
        }
      }
    }
    return names;
  }

  /** How many sockets it holds open. */
  public static long sockets(ChildProcess process) throws IOException {
    return of(process).stream().filter(name -> name.startsWith("socket:")).count();
  }

  /** How many threads it has. */
  public static long threads(ChildProcess process) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return tasks.count();
    }
  }
}
