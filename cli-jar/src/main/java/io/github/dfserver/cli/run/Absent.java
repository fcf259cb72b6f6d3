package io.github.dfserver.cli.run;

import io.github.dfserver.client.Listing;
import io.github.dfserver.client.StoredFile;
import io.github.dfserver.client.error.DfsException;
import java.util.stream.Stream;

/** Names that no file has: what a user may have meant. */
public final class Absent {
  private Absent() {}

  /**
   * The failure, with advice where the name is a folder's. Asks the server.
   *
   * @param advice follows "There is a folder of that name"
   */
  public static Failure explain(Session session, String name, Failure failure, String advice) {
    return isFolder(session, name)
        ? failure.with("There is a folder of that name" + advice)
        : failure;
  }

  private static boolean isFolder(Session session, String name) {
    Listing below = Listing.under(name + "/").withPageSize(1);
    try (Stream<StoredFile> files = session.client().list(below)) {
      return files.findAny().isPresent();
    } catch (DfsException e) {
      return false; // that there is no such file was said already
    }
  }
}
