package io.github.dfserver.it.roundtrip;

import io.github.dfserver.it.cluster.NodeTree;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** One round: up, list, down, delete, look. Every step works on many files at once. */
final class RoundtripRun {
  private static final int AT_ONCE = 16;
  private static final Comparator<String> UTF_8_ORDER =
      Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private final FileApi api;
  private final List<RealFile> files;
  private final List<String> prefixes;
  private final List<NodeTree> disks;
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
  private final StringBuilder summary = new StringBuilder();

  RoundtripRun(FileApi api, List<RealFile> files, List<String> prefixes, List<NodeTree> disks) {
    this.api = api;
    this.files = files;
    this.prefixes = prefixes;
    this.disks = disks;
  }

  /** Runs all steps and gives what was wrong, one sentence each. */
  List<String> run() throws IOException, InterruptedException {
    each("uploaded", this::upload);
    checkListing();
    checkDisks("after the uploads");
    each("read back", this::compare);
    each("deleted", this::delete);
    checkNothingLeft();
    return problems;
  }

  /** What was done, for people. */
  String summary() {
    return summary + (problems.isEmpty() ? "  all as it should be" : "  PROBLEMS") + "\n";
  }

  private void upload(RealFile file) throws IOException, InterruptedException {
    Answer answer = api.put(file.name(), BodyPublishers.ofFile(file.path()));
    if (answer.status() != 201) {
      problems.add("upload of " + file.name() + ": " + answer);
    }
  }

  private void compare(RealFile file) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        api.send(api.request(api.file(file.name())).GET().build(), BodyHandlers.ofInputStream());
    try (InputStream served = answer.body();
        InputStream original = Files.newInputStream(file.path())) {
      if (answer.statusCode() != 200 || !same(served, original)) {
        problems.add("download of " + file.name() + " differs, status " + answer.statusCode());
      }
    }
  }

  private void delete(RealFile file) throws IOException, InterruptedException {
    Answer answer = api.delete(file.name());
    if (answer.status() != 200) {
      problems.add("delete of " + file.name() + ": " + answer);
    }
  }

  private void checkListing() throws IOException, InterruptedException {
    List<String> expected =
        new ArrayList<>(files.stream().map(RealFile::name).sorted(UTF_8_ORDER).toList());
    List<String> listed = new ArrayList<>();
    for (String prefix : prefixes.stream().sorted(UTF_8_ORDER).toList()) {
      listed.addAll(api.names(prefix));
    }
    if (!listed.equals(expected)) {
      problems.add(
          "the listing gives "
              + listed.size()
              + " names instead of "
              + expected.size()
              + ", or another order");
    }
    summary.append(String.format("  %-10s %,9d names in order%n", "listed", listed.size()));
  }

  private void checkNothingLeft() throws IOException, InterruptedException {
    for (String prefix : prefixes) {
      List<String> left = api.names(prefix);
      if (!left.isEmpty()) {
        problems.add(left.size() + " names are left, such as " + left.get(0));
      }
    }
    checkDisks("at the end");
    for (NodeTree disk : disks) {
      for (Path left : disk.files()) {
        problems.add(disk.root() + " still holds " + left);
      }
      for (Path left : disk.directories()) {
        problems.add(disk.root() + " still holds the empty directory " + left);
      }
    }
    if (!disks.isEmpty()) {
      api.nodes().stream()
          .filter(node -> !Long.valueOf(0).equals(node.get("files")))
          .forEach(node -> problems.add("the catalogue still counts files on " + node));
    }
  }

  private void checkDisks(String when) throws IOException {
    for (NodeTree disk : disks) {
      disk.overfull().forEach(found -> problems.add(when + ": " + found));
    }
  }

  private void each(String done, Step step) throws InterruptedException {
    long start = System.nanoTime();
    ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
    for (RealFile file : files) {
      workers.execute(() -> perform(step, file));
    }
    workers.shutdown();
    if (!workers.awaitTermination(2, TimeUnit.HOURS)) {
      problems.add("not everything was " + done + " within two hours");
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long bytes = files.stream().mapToLong(RealFile::size).sum();
    summary.append(
        String.format(
            "  %-10s %,9d files, %,8.1f MB, %6.1f s (%,.0f files a second)%n",
            done, files.size(), bytes / 1e6, seconds, files.size() / seconds));
  }

  private void perform(Step step, RealFile file) {
    try {
      step.accept(file);
    } catch (IOException e) {
      problems.add(file.name() + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problems.add(file.name() + ": interrupted");
    }
  }

  private static boolean same(InputStream one, InputStream other) throws IOException {
    byte[] left = new byte[64 * 1024];
    byte[] right = new byte[left.length];
    int length;
    do {
      length = one.readNBytes(left, 0, left.length);
      int otherLength = other.readNBytes(right, 0, right.length);
      if (!Arrays.equals(left, 0, length, right, 0, otherLength)) {
        return false;
      }
    } while (length == left.length);
    return true;
  }

  private interface Step {
    void accept(RealFile file) throws IOException, InterruptedException;
  }
}
