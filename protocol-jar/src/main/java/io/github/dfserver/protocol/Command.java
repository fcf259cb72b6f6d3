package io.github.dfserver.protocol;

/**
 * What a manager asks a storage node to do; answered exactly once, by {@link Failed} or by the
 * answer that the command names.
 */
public sealed interface Command extends ManagerMessage
    permits CopyCommand, ListCopies, FindCopies, ListTombstones, SetIntake, Scrub {
  @Override
  long requestId();
}
