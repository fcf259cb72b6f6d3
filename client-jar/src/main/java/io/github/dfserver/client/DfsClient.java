package io.github.dfserver.client;

import io.github.dfserver.client.Managers.Repeat;
import io.github.dfserver.client.error.DfsException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A client of a Distributed File Server, for any number of threads; has to be closed.
 *
 * <pre>{@code
 * try (DfsClient client = DfsClient.builder(url).token(token).build()) {
 *   client.put("reports/2026.pdf", Content.of(directory.resolve("2026.pdf")));
 *   client.get("reports/2026.pdf", directory.resolve("copy.pdf"));
 *   client.list(Listing.under("reports/")).forEach(file -> out.println(file.name()));
 *   client.delete("reports/2026.pdf");
 * }
 * }</pre>
 *
 * <p>Calls block. What is safe to send again is sent again, as the {@link RetryPolicy} says. What
 * fails in the end throws a {@link DfsException}, unchecked; the package {@code error} has one for
 * each code of the API. Local files and streams that fail throw {@link IOException}, or {@link
 * java.io.UncheckedIOException} during an upload. Names are sent exactly as they are; one with a
 * segment that is empty, {@code .} or {@code ..} is refused with {@link IllegalArgumentException}.
 */
public final class DfsClient implements AutoCloseable {
  private final Managers managers;
  private final Lists lists;
  private final Uploads uploads;
  private final Downloads downloads;

  DfsClient(Managers managers) {
    this.managers = managers;
    this.lists = new Lists(managers);
    this.uploads = new Uploads(managers, lists);
    this.downloads = new Downloads(managers);
  }

  /** A client with the settings that suit most, of the manager at this base URL. */
  public static DfsClient of(String url) {
    return builder(url).build();
  }

  /**
   * Settings for a client of these managers of one cluster; the first one that answers is used.
   *
   * @param urls base URLs, such as {@code https://files.example.org/manager/}; at least one
   */
  public static DfsClientBuilder builder(String... urls) {
    return new DfsClientBuilder(Stream.of(urls).map(URI::create).toList());
  }

  /** Stores a new file; a name that is in use is never overwritten. */
  public StoredFile put(String name, Content content) {
    return put(name, content, Transfer.unwatched());
  }

  /**
   * Stores a new file. When this returns, it is durable and has the SHA-256 of the content.
   *
   * <p>Content that can be read again is sent again after a failure that may pass. Should a failed
   * attempt have stored it after all, that is found out by size and SHA-256 and is a success.
   */
  public StoredFile put(String name, Content content, Transfer transfer) {
    return uploads.put(name, content, transfer);
  }

  /** Reads a file into a local one; see {@link #get(String, Path, Transfer)}. */
  public FileInfo get(String name, Path target) throws IOException {
    return get(name, target, Transfer.unwatched());
  }

  /**
   * Reads a file into a local one, which appears under its name, or is replaced, when it is whole
   * and its SHA-256 right. Until then it is a hidden file {@code *.part} in the same directory,
   * which must exist.
   */
  public FileInfo get(String name, Path target, Transfer transfer) throws IOException {
    return downloads.to(name, target, transfer);
  }

  /**
   * Reads a file into a local one like {@link #get(String, Path, Transfer)}, and goes on where an
   * earlier call for the same file and target has failed or was called off. A file of less than a
   * mebibyte is read from its beginning. Of larger ones what was read stays, as a hidden file
   * {@code *.part} beside the target, until a later call completes it, or finds that it is of
   * another file.
   *
   * @param replace whether a target that exists is replaced
   * @throws java.nio.file.FileAlreadyExistsException the target exists and is not to be replaced
   */
  public FileInfo resume(String name, Path target, boolean replace, Transfer transfer)
      throws IOException {
    return downloads.resume(name, target, replace, transfer);
  }

  /** Reads a file into a stream; see {@link #get(String, OutputStream, Transfer)}. */
  public FileInfo get(String name, OutputStream target) throws IOException {
    return get(name, target, Transfer.unwatched());
  }

  /**
   * Reads a file into a stream, which stays open. When this throws, part of the file may have been
   * written; when it returns, all of it, with the right SHA-256.
   */
  public FileInfo get(String name, OutputStream target, Transfer transfer) throws IOException {
    return downloads.to(name, target, transfer);
  }

  /** A file as a stream, which the caller closes. */
  public Download open(String name) {
    return open(name, Transfer.unwatched());
  }

  /** A file as a stream, which the caller closes. */
  public Download open(String name, Transfer transfer) {
    return Download.of(managers, name, null, transfer);
  }

  /** A part of a file as a stream, which the caller closes. Parts have no SHA-256 to compare. */
  public Download open(String name, ByteRange range) {
    return open(name, range, Transfer.unwatched());
  }

  /** A part of a file as a stream, which the caller closes. Parts have no SHA-256 to compare. */
  public Download open(String name, ByteRange range, Transfer transfer) {
    return Download.of(managers, name, range, transfer);
  }

  /** What the manager tells of a file, without its bytes. */
  public FileInfo stat(String name) {
    return managers.ask(
        Request.of("HEAD", "file/" + Percent.path(name)),
        Repeat.ALWAYS,
        response -> FileInfo.of(name, Download.length(response), response));
  }

  /**
   * Deletes a file. Is sent again only after answers that say that nothing was deleted: after a
   * broken connection somebody else may have used the name anew.
   */
  public void delete(String name) {
    managers.ask(
        Request.of("DELETE", "file/" + Percent.path(name)), Repeat.WHEN_REFUSED, Managers::json);
  }

  /**
   * Makes a link by which anybody can read this one file.
   *
   * @param validity how long, in whole seconds; 7 days at most
   */
  public Link link(String name, Duration validity) {
    try (UploadBody wish = new UploadBody(Link.wish(name, validity), Transfer.unwatched(), false)) {
      return Link.of(
          managers.ask(Request.of("POST", "link").with(wish), Repeat.ALWAYS, Managers::json));
    }
  }

  /** Makes all links that there are good no longer. */
  public void revokeLinks() {
    managers.ask(Request.of("DELETE", "link"), Repeat.WHEN_REFUSED, response -> true);
  }

  /** All files. See {@link #list(Listing)}. */
  public Stream<StoredFile> list() {
    return list(Listing.all());
  }

  /** Files in the order of their names; pages are asked for while the stream is walked over. */
  public Stream<StoredFile> list(Listing listing) {
    return lists.files("file" + listing.query(), listing.after());
  }

  /**
   * One level of names, as in a directory: files, and folders for what lies deeper.
   *
   * @param prefix empty for the top, else ending with {@code /}
   */
  public Stream<Entry> folder(String prefix) {
    return lists.entries("file" + Listing.under(prefix).query() + "&delimiter=/", "");
  }

  /** All storage nodes that ever joined and were not forgotten, by id. */
  public List<Node> nodes() {
    return managers
        .ask(Request.of("GET", "node"), Repeat.ALWAYS, Managers::json)
        .objects("nodes")
        .stream()
        .map(Node::of)
        .toList();
  }

  /** One storage node. */
  public Node node(String id) {
    return node("GET", id, "", Repeat.ALWAYS);
  }

  /** The files that a node holds, also while it is offline; a lazy stream like {@link #list()}. */
  public Stream<StoredFile> filesOf(String node) {
    return lists.files(path(node) + "/file?limit=1000", "");
  }

  /**
   * What is wrong with what a node holds; a lazy stream like {@link #list()}. Of copies that no
   * record explains, what is not known is null.
   */
  public Stream<StoredFile> filesOf(String node, CopyState state) {
    String value = state.name().toLowerCase(Locale.ROOT);
    return lists.files(path(node) + "/file?limit=1000&state=" + value, "");
  }

  /** Begins to empty a node onto the others; its state tells how that goes. */
  public Node drain(String node) {
    return node("POST", node, "/drain", Repeat.ALWAYS);
  }

  /** Calls {@link #drain} off. */
  public Node undrain(String node) {
    return node("DELETE", node, "/drain", Repeat.ALWAYS);
  }

  /**
   * Lets a node read everything that it holds again, now; {@link Node#scrub()} tells how far it is.
   */
  public Node scrub(String node) {
    return node("POST", node, "/scrub", Repeat.WHEN_REFUSED);
  }

  /** Forgets a node that holds no file. */
  public void forget(String node) {
    forget(node, "");
  }

  /** Forgets a node that is offline for good; the files that it held are missing from then on. */
  public void forgetLost(String node) {
    forget(node, "?lost=true");
  }

  /** How even the nodes are. */
  public Balance balance() {
    return balance("GET", "balance");
  }

  /** Stops moves between nodes, until {@link #resumeBalance()}. */
  public Balance pauseBalance() {
    return balance("POST", "balance/pause");
  }

  /** Lets files move again. */
  public Balance resumeBalance() {
    return balance("DELETE", "balance/pause");
  }

  private Node node(String method, String id, String more, Repeat repeat) {
    return Node.of(managers.ask(Request.of(method, path(id) + more), repeat, Managers::json));
  }

  private void forget(String id, String query) {
    managers.ask(Request.of("DELETE", path(id) + query), Repeat.WHEN_REFUSED, response -> true);
  }

  private Balance balance(String method, String path) {
    return Balance.of(managers.ask(Request.of(method, path), Repeat.ALWAYS, Managers::json));
  }

  private static String path(String node) {
    return "node/" + Percent.path(node).replace("/", "%2F");
  }

  /** Ends all connections; transfers under way fail, and later calls throw an exception. */
  @Override
  public void close() {
    managers.close();
  }
}
