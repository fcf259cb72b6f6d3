package io.github.dfserver.protocol;

import java.util.UUID;

/** A command about one copy. Commands on the same copy are executed in the order sent. */
public sealed interface CopyCommand extends Command
    permits UploadFile, StageFile, CommitFile, DiscardFile, DownloadFile, SendFile, DeleteFile {
  /** The copy that the command is about. */
  UUID copyId();
}
