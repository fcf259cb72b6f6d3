package io.github.dfserver.client;

/** What a storage node is doing. */
public enum NodeState {
  /** It takes and gives files. */
  ONLINE,
  /** Its files cannot be read or deleted now. */
  OFFLINE,
  /** It is being emptied; its files can be read. */
  DRAINING,
  /** No file is left on it, none is on its way there: safe to unplug. */
  DRAINED
}
