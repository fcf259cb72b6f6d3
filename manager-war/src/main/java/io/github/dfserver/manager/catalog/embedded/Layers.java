package io.github.dfserver.manager.catalog.embedded;

/**
 * The changes that lie over the state file at one moment.
 *
 * @param current takes new changes
 * @param folding older ones, on their way into the state file; empty between checkpoints
 * @param generation raised when {@code folding} has reached the state file and is dropped: while it
 *     is the same, what the state file says of a key that is in neither layer stays true
 */
record Layers(Recent current, Recent folding, long generation) {

  /** The last change of a key, or null when the state file is right about it. */
  Change change(Table table, byte[] key) {
    Change change = current.get(table, key);
    return change == null ? folding.get(table, key) : change;
  }

  /** A new layer on top; to be called while nothing is folding. */
  Layers rotated() {
    return new Layers(new Recent(), current, generation);
  }

  /** Without what was folding. */
  Layers folded() {
    return new Layers(current, new Recent(), generation + 1);
  }
}
