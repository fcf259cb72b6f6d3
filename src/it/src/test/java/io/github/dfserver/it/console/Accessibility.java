package io.github.dfserver.it.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Looks with axe-core for what keeps people from using a page. */
final class Accessibility {
  private static final String AXE = read("/META-INF/resources/webjars/axe-core/%s/axe.min.js");

  /** One line for each violation: rule, what it says, where. */
  private static final String RUN =
      """
      axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v =>
        `${v.id}: ${v.help}: ${v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')}`))
      """;

  private Accessibility() {}

  /** The violations on the page as it is now. */
  static List<?> violations(Tab tab) throws IOException, InterruptedException, TimeoutException {
    if (!Boolean.TRUE.equals(tab.evaluate("typeof axe === 'object'"))) {
      tab.evaluate(AXE + "; 0");
    }
    tab.settle();
    return (List<?>) tab.evaluate(RUN);
  }

  private static String read(String resource) {
    String path = resource.formatted(System.getProperty("dfs.axe-core.version"));
    try (InputStream in = Accessibility.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
