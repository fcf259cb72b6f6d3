package io.github.dfserver.client.http;

import java.io.IOException;
import java.io.OutputStream;

/** A body that is written while it is sent. */
public interface StreamedBody {
  /** Its length in bytes; -1 where that is not known. */
  long length();

  /** Whether the caller said what type it has; else the manager guesses that from the name. */
  boolean typed();

  /** Writes it; called at most once. */
  void writeTo(OutputStream out) throws IOException;

  /** Tells how to stop the request, from any thread, at once. */
  void stoppedBy(Runnable stop);
}
