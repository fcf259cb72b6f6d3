package io.github.dfserver.protocol;

/** What a storage node sends to a manager. */
public sealed interface NodeMessage extends Message
    permits Hello, Status, Goodbye, Finding, ScrubReport, Answer {}
