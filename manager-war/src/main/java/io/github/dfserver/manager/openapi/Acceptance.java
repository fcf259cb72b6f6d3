package io.github.dfserver.manager.openapi;

import java.util.List;
import java.util.Locale;

/** How much a client wants a media type, by its Accept header (RFC 9110, section 12.5.1). */
final class Acceptance {
  private Acceptance() {}

  /**
   * The weight of a type, 0 to 1; the range that fits best counts. What cannot be read is ignored.
   *
   * @param accept all lines of the header; none, or only empty ones: everything is wanted
   * @param type such as {@code application/json}, in lower case
   */
  static double of(List<String> accept, String type) {
    String all = String.join(",", accept);
    if (all.isBlank()) {
      return 1;
    }
    String family = type.substring(0, type.indexOf('/') + 1) + "*";
    int best = -1;
    double weight = 0;
    for (String element : all.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = element.split(";", -1);
      int fit = List.of("*/*", family, type).indexOf(parts[0].strip());
      if (fit > best) {
        best = fit;
        weight = weight(parts);
      }
    }
    return weight;
  }

  private static double weight(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
        return Double.parseDouble(parameter.substring(2));
      }
    }
    return 1;
  }
}
