package io.github.dfserver.manager.link;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a browser is to do with a file. */
enum Disposition {
  /** Show it, where its type is a safe one. */
  INLINE(1),
  /** Save it. */
  ATTACHMENT(2);

  private final String label = name().toLowerCase(Locale.ROOT);
  private final byte code;

  Disposition(int code) {
    this.code = (byte) code;
  }

  /** How signatures spell it; 0 is none. */
  byte code() {
    return code;
  }

  /** How requests spell it. */
  String label() {
    return label;
  }

  /** Empty where there is none of this label. */
  static Optional<Disposition> ofLabel(String label) {
    return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst();
  }
}
