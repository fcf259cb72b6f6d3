package io.github.dfserver.client;

import java.util.Objects;

/**
 * How the caller follows one transfer.
 *
 * <pre>{@code
 * Cancellation cancellation = new Cancellation();
 * Transfer transfer =
 *     Transfer.watchedBy((bytes, total) -> out.printf("%d of %d%n", bytes, total))
 *         .cancelledBy(cancellation);
 * client.put("a", Content.of(new byte[] {1, 2, 3}), transfer);
 * }</pre>
 *
 * @param progress is told how far it is
 * @param cancellation calls it off
 */
public record Transfer(Progress progress, Cancellation cancellation) {
  /** Checks that both are there. */
  public Transfer {
    Objects.requireNonNull(progress, "progress");
    Objects.requireNonNull(cancellation, "cancellation");
  }

  /** One that nobody follows. */
  public static Transfer unwatched() {
    return new Transfer((bytes, total) -> {}, new Cancellation());
  }

  /** One that tells how far it is. */
  public static Transfer watchedBy(Progress progress) {
    return new Transfer(progress, new Cancellation());
  }

  /** The same, called off by this. */
  public Transfer cancelledBy(Cancellation other) {
    return new Transfer(progress, other);
  }
}
