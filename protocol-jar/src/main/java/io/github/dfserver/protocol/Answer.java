package io.github.dfserver.protocol;

/** The one answer of a storage node to the command with the same request id. */
public sealed interface Answer extends NodeMessage
    permits Stored,
        Staged,
        Discarded,
        Content,
        Sent,
        Deleted,
        Copies,
        CopiesFound,
        Tombstones,
        IntakeSet,
        ScrubBegun,
        Failed {
  @Override
  long requestId();
}
