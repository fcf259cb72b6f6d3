package io.github.dfserver.node.store;

import io.github.dfserver.format.Formats;
import java.util.List;

/**
 * A data directory while it is upgraded: locked, and nothing of it open.
 *
 * @param layout what lies where
 * @param disk the way to it
 */
record DataDirectory(Layout layout, Disk disk) {
  /**
   * What is known. A format that older versions could misread gets the next number, and a step that
   * leads to it; whatever they can ignore does not.
   */
  static final Formats<DataDirectory> FORMATS = new Formats<>(1, List.of());
}
