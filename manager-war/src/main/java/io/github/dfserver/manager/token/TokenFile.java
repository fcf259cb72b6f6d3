package io.github.dfserver.manager.token;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The file of tokens: one a line, {@code #} begins a comment. Read by managers while commands
 * change it: a change is a new file in its place, on disk before the command ends, readable by its
 * owner only. Safe for several processes.
 *
 * @param path where it is
 */
public record TokenFile(Path path) {
  private static final long MAX_BYTES = 16 << 20;
  private static final Duration LOCK_WAIT = Duration.ofSeconds(10);
  private static final Duration LOCK_POLL = Duration.ofMillis(50);
  private static final String HEADING =
      """
      # Tokens of the distributed file server, hashed: name, grant, id, SHA-256, created, expires.
      # Changed by 'java -jar manager.jar token'; managers notice within seconds.
      """;

  /** What tells that the file was changed since; equal when it was not. */
  public record Version(Object key, Object time, long size) {}

  /** The version of the file as it is now; empty where there is none. */
  public Optional<Version> version() throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    Object key = now.fileKey() == null ? "" : now.fileKey();
    return Optional.of(new Version(key, now.lastModifiedTime(), now.size()));
  }

  /**
   * All tokens; none where there is no file.
   *
   * @throws IOException with a sentence when it cannot be read or is not such a file
   */
  public List<TokenRecord> read() throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    if (Files.size(path) > MAX_BYTES) {
      throw new IOException(path + " is larger than a file of tokens may be");
    }
    List<TokenRecord> tokens = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int number = 0;
    for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        TokenRecord token = TokenRecord.ofLine(line);
        if (!names.add(token.name())) {
          throw new IllegalArgumentException("there are two tokens named " + token.name());
        }
        tokens.add(token);
      } catch (IllegalArgumentException e) {
        throw new IOException("line " + number + " of " + path + ": " + e.getMessage(), e);
      }
    }
    return tokens;
  }

  /**
   * Makes a token and adds it.
   *
   * @param life how long it is good, or empty for ever
   * @return the token, which is kept nowhere else
   * @throws IllegalArgumentException with a sentence when the name is taken, or a value is not good
   */
  public Token add(String name, String grant, Optional<Duration> life)
      throws IOException, InterruptedException {
    Token token = Token.random();
    Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    TokenRecord added =
        new TokenRecord(name, grant, token.id(), token.sha256(), now, life.map(now::plus));
    changeAlone(
        tokens -> {
          if (tokens.stream().anyMatch(other -> other.name().equals(name))) {
            throw new IllegalArgumentException(
                "there is a token named '" + name + "'; revoke it first, or choose another name");
          }
          return tokens.add(added);
        });
    return token;
  }

  /**
   * Removes a token.
   *
   * @return whether there was one of this name
   */
  public boolean revoke(String name) throws IOException, InterruptedException {
    return changeAlone(tokens -> tokens.removeIf(token -> token.name().equals(name)));
  }

  /**
   * Changes the file while no other process does; returns whether there was something to change.
   */
  private boolean changeAlone(Predicate<List<TokenRecord>> change)
      throws IOException, InterruptedException {
    Path directory = path.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path lockFile = path.resolveSibling(path.getFileName() + ".lock");
    try (FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      giveTo(owner(directory), lockFile);
      awaitLock(channel);
      List<TokenRecord> tokens = new ArrayList<>(read());
      boolean changed = change.test(tokens);
      if (changed) {
        write(tokens);
      }
      return changed;
    }
  }

  /** The lock is given back when the channel is closed. */
  private void awaitLock(FileChannel channel) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    while (channel.tryLock() == null) {
      if (System.nanoTime() - begin > LOCK_WAIT.toNanos()) {
        throw new IOException("another command is changing " + path + "; try again");
      }
      Thread.sleep(LOCK_POLL.toMillis());
    }
  }

  private void write(List<TokenRecord> tokens) throws IOException {
    StringBuilder text = new StringBuilder(HEADING);
    tokens.forEach(token -> text.append(token.line()).append('\n'));
    Path directory = path.toAbsolutePath().getParent();
    Path next = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(next);
    try (FileChannel channel =
        FileChannel.open(
            next,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    giveTo(owner(Files.exists(path) ? path : directory), next);
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel parent = FileChannel.open(directory, StandardOpenOption.READ)) {
      parent.force(true);
    }
  }

  private static UserPrincipal owner(Path path) throws IOException {
    return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** What root writes, the manager's own user has to read. */
  private static void giveTo(UserPrincipal owner, Path file) throws IOException {
    if (!owner(file).equals(owner)) {
      Files.getFileAttributeView(file, PosixFileAttributeView.class).setOwner(owner);
    }
  }
}
