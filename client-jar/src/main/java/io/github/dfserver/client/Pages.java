package io.github.dfserver.client;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Walks over a list that a manager gives page by page, and asks for a page when it is needed. */
final class Pages<T> extends Spliterators.AbstractSpliterator<T> {
  /**
   * A page.
   *
   * @param next where the next one begins; null on the last
   */
  record Page<T>(List<T> items, String next) {}

  private final Function<String, Page<T>> source;
  private final ArrayDeque<T> waiting = new ArrayDeque<>();
  private String next;

  private Pages(Function<String, Page<T>> source, String after) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.source = source;
    this.next = after;
  }

  /**
   * All items.
   *
   * @param after where the first page begins; empty for the beginning
   * @param source gives the page that begins there
   */
  static <T> Stream<T> stream(String after, Function<String, Page<T>> source) {
    return StreamSupport.stream(new Pages<>(source, after), false);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    while (waiting.isEmpty() && next != null) {
      Page<T> page = source.apply(next);
      waiting.addAll(page.items());
      next = page.next();
    }
    T item = waiting.poll();
    if (item == null) {
      return false;
    }
    action.accept(item);
    return true;
  }
}
