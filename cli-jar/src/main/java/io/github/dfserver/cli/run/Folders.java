package io.github.dfserver.cli.run;

import io.github.dfserver.client.Listing;
import io.github.dfserver.client.StoredFile;
import io.github.dfserver.client.error.DfsException;
import java.util.List;
import java.util.stream.Stream;

/** Folders that were named where only files can be. */
public final class Folders {
  private Folders() {}

  /**
   * Refuses names that end with a slash, as only those of folders do.
   *
   * @throws UsageException when one does
   */
  public static void requireNone(List<String> names) {
    for (String name : names) {
      if (name.endsWith("/")) {
        throw new UsageException("'" + name + "' is a folder: use -r.");
      }
    }
  }

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
