package io.github.dfserver.manager.transfer;

/** Bytes of a client's body, which wait for nothing but the client. */
public interface ClientBody extends Progress {
  @Override
  default boolean waitsForClient() {
    return true;
  }

  @Override
  default boolean waitsForSource() {
    return true;
  }
}
