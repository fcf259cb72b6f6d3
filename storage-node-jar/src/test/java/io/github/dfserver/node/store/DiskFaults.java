package io.github.dfserver.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** A disk that writes down what it is asked for, and fails where it is told to. */
final class DiskFaults implements Disk {
  /** Decides what fails. */
  interface Fault {
    /** Throws for a call that is to fail; {@code path} is null for {@code forceAll}. */
    void check(String call, Path path) throws IOException;
  }

  private final Disk disk;
  private final List<String> calls;
  private volatile Fault fault = (call, path) -> {};

  DiskFaults(Disk disk) {
    this(disk, Collections.synchronizedList(new ArrayList<>()));
  }

  /** Writes into {@code calls} what is done, so that the calls of others can be among them. */
  DiskFaults(Disk disk, List<String> calls) {
    this.disk = disk;
    this.calls = calls;
  }

  void failWhen(Fault when) {
    fault = when;
  }

  /**
   * Fails with this message whenever {@code call} is made for a path that contains {@code part}.
   */
  void fail(String call, String part, String message) {
    failWhen(
        (made, path) -> {
          if (made.equals(call) && String.valueOf(path).contains(part)) {
            throw new IOException(message);
          }
        });
  }

  void work() {
    failWhen((call, path) -> {});
  }

  private void record(String call, Path path) throws IOException {
    calls.add(path == null ? call : call + " " + path);
    fault.check(call, path);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    record("createDirectory", directory);
    disk.createDirectory(directory);
  }

  @Override
  public boolean removeEmptyDirectory(Path directory) throws IOException {
    record("removeEmptyDirectory", directory);
    return disk.removeEmptyDirectory(directory);
  }

  @Override
  public Output create(Path file) throws IOException {
    record("create", file);
    Output output = disk.create(file);
    return new Output() {
      @Override
      public void write(ByteBuffer content) throws IOException {
        record("write", file);
        output.write(content);
      }

      @Override
      public void force() throws IOException {
        record("force", file);
        output.force();
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }

  @Override
  public long append(Path file, ByteBuffer content) throws IOException {
    record("append", file);
    return disk.append(file, content);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    record("move", to);
    disk.move(from, to);
  }

  @Override
  public boolean delete(Path file) throws IOException {
    record("delete", file);
    return disk.delete(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    record("forceDirectory", directory);
    disk.forceDirectory(directory);
  }

  @Override
  public void forceAll(Collection<Path> files, Collection<Path> directories) throws IOException {
    record("forceAll", null);
    disk.forceAll(files, directories);
  }

  @Override
  public void close() throws IOException {
    disk.close();
  }
}
