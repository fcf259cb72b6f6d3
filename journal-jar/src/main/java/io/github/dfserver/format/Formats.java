package io.github.dfserver.format;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * The formats of one kind of store that this version can use: the present one, and older ones that
 * it upgrades in place, a step at a time. Immutable.
 *
 * @param <S> the store, as the steps see it
 */
public final class Formats<S> {
  private static final Logger LOG = System.getLogger(Formats.class.getName());

  private final int oldest;
  private final List<Step<S>> steps;

  /**
   * From one format to the next. A step may be cut off at any moment, by a crash for instance, and
   * is run again from its beginning then; what it has done already must not harm. What it has done
   * when it returns is durable.
   *
   * @param <S> the store
   */
  public interface Step<S> {
    /** Does it. */
    void run(S store) throws IOException;
  }

  /** Writes down, durably and at once, which format the store has from now on. */
  public interface Recorder {
    /** The format is this one. */
    void record(int format) throws IOException;
  }

  /**
   * The formats from {@code oldest} to {@code oldest + steps.size()}.
   *
   * @param steps the first leads from the oldest format to the next one, and so on
   */
  public Formats(int oldest, List<Step<S>> steps) {
    this.oldest = oldest;
    this.steps = List.copyOf(steps);
  }

  /** The format that new stores get and older ones are upgraded to. */
  public int current() {
    return oldest + steps.size();
  }

  /**
   * Makes sure that a format can be used, and changes nothing.
   *
   * @param what which store that is, as the beginning of a sentence
   * @throws UnknownFormatException when it is newer than this version, or too old for it
   */
  public void require(String what, int found) throws UnknownFormatException {
    if (found > current()) {
      throw new UnknownFormatException(
          what
              + " was written by a newer version (its format is "
              + found
              + ", the newest known here is "
              + current()
              + "); start that version, or a later one. Nothing was changed");
    }
    if (found < oldest) {
      throw new UnknownFormatException(
          what
              + " has format "
              + found
              + ", and this version upgrades from format "
              + oldest
              + " on; start a version in between first. Nothing was changed");
    }
  }

  /**
   * Upgrades a store where it is older; after {@link #require}.
   *
   * @param what which store that is, as the beginning of a sentence
   * @param found its format
   * @param recorder told after each step
   * @throws IOException when a step or the recorder fails; the next start goes on there
   */
  public void upgrade(String what, int found, S store, Recorder recorder) throws IOException {
    for (int format = found; format < current(); format++) {
      LOG.log(
          Level.INFO, "{0} has format {1}: upgrading it to format {2}", what, format, format + 1);
      steps.get(format - oldest).run(store);
      recorder.record(format + 1);
      LOG.log(Level.INFO, "{0} has format {1} now", what, format + 1);
    }
  }
}
