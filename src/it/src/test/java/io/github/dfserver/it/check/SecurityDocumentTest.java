package io.github.dfserver.it.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.process.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/SECURITY.md names are there. */
class SecurityDocumentTest {
  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+(?:IT|Test))`");

  @Test
  void everyTestThatTheThreatModelNamesExists() throws IOException {
    Path document = Checkout.find("docs/SECURITY.md");
    Set<String> named = new TreeSet<>();
    Matcher matcher = TEST.matcher(Files.readString(document));
    while (matcher.find()) {
      named.add(matcher.group(1) + ".java");
    }
    assertThat(named).hasSizeGreaterThan(10);
    assertThat(sources(document.getParent().getParent())).containsAll(named);
  }

  private static Set<String> sources(Path root) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String tests : Set.of("src/it", "manager-war", "storage-node-jar")) {
      try (Stream<Path> tree = Files.walk(root.resolve(tests).resolve("src/test"))) {
        names.addAll(tree.map(path -> path.getFileName().toString()).collect(Collectors.toSet()));
      }
    }
    return names;
  }
}
