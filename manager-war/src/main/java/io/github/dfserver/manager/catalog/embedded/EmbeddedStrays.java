package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.NameKey;
import io.github.dfserver.manager.catalog.Stray;
import io.github.dfserver.manager.catalog.StrayCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * The strays of an embedded catalogue: each is found by its name, and its name by the copy.
 * Thread-safe.
 */
final class EmbeddedStrays implements StrayCatalog {
  private static final int CONFLICTS = 1000;
  private static final int ROUND = 1000;
  private static final byte[] START = new byte[0];

  private final State state;
  private final Ledger ledger;
  private final Scans scans;

  EmbeddedStrays(State state, Ledger ledger, Scans scans) {
    this.state = state;
    this.ledger = ledger;
    this.scans = scans;
  }

  /** One at a time, and the name first: no stray may be left that its copy does not lead to. */
  @Override
  public synchronized CompletionStage<Void> put(Stray stray) {
    CopyPlace place = new CopyPlace(stray.node(), stray.copy().copyId());
    byte[] copy = Keys.copy(place);
    byte[] name = NameKey.of(stray.copy().name());
    byte[] value = CopyCodec.encode(stray);
    try {
      byte[] known = ledger.find(Table.STRAY_NAMES, copy).value();
      CompletableFuture<Void> named = CompletableFuture.completedFuture(null);
      if (known != null && !Arrays.equals(known, name)) {
        named = drop(place, known, any -> true);
        known = null;
      }
      if (known == null && !named.isCompletedExceptionally()) {
        named = change(Table.STRAY_NAMES, copy, name, any -> true);
      }
      return named.isCompletedExceptionally()
          ? named
          : change(Table.STRAYS, Keys.named(place, stray.copy().name()), value, any -> true);
    } catch (CatalogException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<Void> remove(CopyPlace place) {
    return remove(place, any -> true);
  }

  private synchronized CompletableFuture<Void> remove(CopyPlace place, Predicate<byte[]> which) {
    try {
      Change name = ledger.find(Table.STRAY_NAMES, Keys.copy(place));
      return name.value() == null
          ? ledger.<Void>settled(name.position(), null).toCompletableFuture()
          : drop(place, name.value(), which);
    } catch (CatalogException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Removes a stray, and its name where it is gone then; the caller lets no other in. */
  private CompletableFuture<Void> drop(CopyPlace place, byte[] name, Predicate<byte[]> which) {
    byte[] key = Keys.named(place, NameKey.name(name));
    CompletableFuture<Void> gone =
        change(Table.STRAYS, key, null, stray -> stray != null && which.test(stray));
    if (gone.isCompletedExceptionally() || ledger.find(Table.STRAYS, key).value() != null) {
      return gone;
    }
    return change(Table.STRAY_NAMES, Keys.copy(place), null, any -> any != null);
  }

  private CompletableFuture<Void> change(
      Table table, byte[] key, byte[] value, Predicate<byte[]> applies) {
    return ledger
        .<Void>change(table, key, value, applies, null, present -> null)
        .toCompletableFuture();
  }

  @Override
  public CompletionStage<Void> removeSeenBefore(String node, Instant instant) {
    return removeSeenBefore(node, instant.toEpochMilli(), Keys.node(node));
  }

  private CompletionStage<Void> removeSeenBefore(String node, long before, byte[] from) {
    return scans
        .run(
            () ->
                walk(
                    from,
                    Keys.node(node),
                    stray -> CopyCodec.isSeenBefore(stray, before),
                    (page, stray) -> page.size() == ROUND))
        .thenCompose(
            page -> {
              CompletableFuture<?>[] removed =
                  page.stream()
                      .map(stray -> new CopyPlace(node, stray.copy().copyId()))
                      .map(place -> remove(place, old -> CopyCodec.isSeenBefore(old, before)))
                      .toArray(CompletableFuture<?>[]::new);
              CompletableFuture<Void> all = CompletableFuture.allOf(removed);
              if (page.size() < ROUND) {
                return all;
              }
              Stray last = page.get(ROUND - 1);
              CopyPlace place = new CopyPlace(node, last.copy().copyId());
              byte[] next = NameKey.next(Keys.named(place, last.copy().name()));
              return all.thenCompose(done -> removeSeenBefore(node, before, next));
            });
  }

  @Override
  public CompletionStage<List<Stray>> onNode(String node, Optional<String> after, int limit) {
    byte[] from =
        after.map(name -> NameKey.pastAll(Keys.upTo(node, name))).orElseGet(() -> Keys.node(node));
    return scans.run(
        () ->
            walk(
                from,
                Keys.node(node),
                any -> true,
                (page, stray) ->
                    page.size() >= limit
                        && !page.get(page.size() - 1).copy().name().equals(stray.copy().name())));
  }

  @Override
  public CompletionStage<List<Stray>> conflicts(Optional<String> name) {
    return scans.run(
        () ->
            name.isPresent()
                ? conflicts(name.get())
                : walk(
                    START,
                    START,
                    CopyCodec::isConflict,
                    (page, stray) -> page.size() == CONFLICTS));
  }

  /** From node to node, by what each has of this name. */
  private List<Stray> conflicts(String name) {
    List<Stray> found = new ArrayList<>();
    byte[] from = START;
    while (true) {
      List<Stray> first = walk(from, START, any -> true, (page, stray) -> page.size() == 1);
      if (first.isEmpty()) {
        return List.copyOf(found);
      }
      String node = first.get(0).node();
      byte[] named = Keys.upTo(node, name);
      found.addAll(walk(named, named, CopyCodec::isConflict, (page, stray) -> false));
      from = Keys.pastNode(node);
    }
  }

  /** Tells whether a page is whole before this stray. */
  @FunctionalInterface
  private interface End {
    boolean before(List<Stray> page, Stray stray);
  }

  private List<Stray> walk(byte[] from, byte[] prefix, Predicate<byte[]> wanted, End end) {
    List<Stray> page = new ArrayList<>();
    try (MergedWalk walk = MergedWalk.of(ledger.layers(), Table.STRAYS, from, state, wanted)) {
      while (walk.advance() && Keys.begins(walk.key(), prefix)) {
        Stray stray = CopyCodec.stray(walk.value());
        if (end.before(page, stray)) {
          break;
        }
        page.add(stray);
      }
    }
    return List.copyOf(page);
  }
}
