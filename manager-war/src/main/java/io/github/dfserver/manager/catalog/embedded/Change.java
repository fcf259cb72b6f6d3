package io.github.dfserver.manager.catalog.embedded;

/** How a record is since a change. */
final class Change {
  private final byte[] value;
  private final long position;

  /**
   * A change.
   *
   * @param value the encoded record, null when there is none; not copied
   * @param position of the journal just behind the change; 0 when it has reached the state file
   */
  Change(byte[] value, long position) {
    this.value = value;
    this.position = position;
  }

  byte[] value() {
    return value;
  }

  long position() {
    return position;
  }
}
