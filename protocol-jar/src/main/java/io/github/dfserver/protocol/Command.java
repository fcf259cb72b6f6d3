package io.github.dfserver.protocol;

import java.util.UUID;

/**
 * What a manager asks a storage node to do; answered exactly once, by {@link Failed} or by the
 * answer that the command names. Commands on one copy are executed in the order sent.
 */
public sealed interface Command extends ManagerMessage
    permits UploadFile, StageFile, CommitFile, DiscardFile, DownloadFile, SendFile, DeleteFile {
  @Override
  long requestId();

  /** The copy that the command is about. */
  UUID copyId();
}
