package io.github.dfserver.protocol;

/** What a manager sends to a storage node. */
public sealed interface ManagerMessage extends Message
    permits Welcome, Refused, StatusReceived, Origin, Command {}
