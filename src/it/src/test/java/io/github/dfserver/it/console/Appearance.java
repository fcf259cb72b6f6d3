package io.github.dfserver.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** How a page looks, for axe and for people, who find the pictures in {@code target/console}. */
final class Appearance {
  /** The two colour schemes. */
  static final List<String> SCHEMES = List.of("light", "dark");

  private static final Path PICTURES = Path.of("target", "console");
  private static final int PHONE = 500;

  private Appearance() {}

  /** Looks at the page as it is, in both colour schemes and at each width, in pixels. */
  static void look(Tab tab, String name, int... widths) throws Exception {
    for (String scheme : SCHEMES) {
      for (int width : widths) {
        look(tab, name, scheme, width);
      }
    }
    tab.size(1280, 720);
  }

  /** Looks at the page in one colour scheme and at one width, and leaves it so. */
  static void look(Tab tab, String name, String scheme, int width) throws Exception {
    String what = "%s-%s-%d".formatted(name, scheme, width);
    tab.scheme(scheme);
    tab.size(width, width < PHONE ? 844 : width * 9 / 16);
    tab.screenshot(picture(what));
    assertThat(tab.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as("%s fits", what)
        .isEqualTo(true);
    assertThat(Accessibility.violations(tab)).as(what).isEmpty();
  }

  /** Where a picture goes. */
  static Path picture(String name) {
    return PICTURES.resolve(name + ".png");
  }
}
