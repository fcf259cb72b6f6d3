package io.github.dfserver.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  private static final FileNames LINUX = new FileNames(false, true, false, false);
  private static final FileNames ASCII = new FileNames(false, false, false, false);
  private static final FileNames MAC = new FileNames(false, true, true, true);
  private static final FileNames WINDOWS = new FileNames(true, true, true, false);

  private static String choose(FileNames names, String name) {
    return names.choose(name, key -> false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "report.pdf",
        "100%",
        "%41",
        "#?+&;:*|<>\"'",
        " leading and trailing ",
        "...",
        ".hidden",
        "\u00e9",
        "e\u0301",
        "\ud83d\ude00.png",
        "\u05e9\u05dc\u05d5\u05dd",
        "-rf",
        "~",
        "con.",
        "\u0085"
      })
  void whatCanBeSpelledStaysAsItIs(String name) {
    assertThat(choose(LINUX, name)).isEqualTo(name);
    assertThat(choose(LINUX, "a/b/" + name)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "'.', %2E",
    "'..', %2E.",
    "'../..', %2E.",
    "'../../etc/passwd', passwd",
    "'/etc/passwd', passwd",
    "'a/', %"
  })
  void noNameLeadsOutOfItsDirectory(String name, String expected) {
    assertThat(choose(LINUX, name)).isEqualTo(expected);
  }

  @Test
  void whatCannotBeSpelledIsPercentEncoded() {
    assertThat(choose(LINUX, "a\u0000b\nc\u007f")).isEqualTo("a%00b%0Ac%7F");
    assertThat(choose(ASCII, "caf\u00e9\ud83d\ude00")).isEqualTo("caf%C3%A9%F0%9F%98%80");
    assertThat(choose(LINUX, "\ud800")).isEqualTo("%3F");
  }

  @ParameterizedTest
  @CsvSource({
    "'a:b*c?', a%3Ab%2Ac%3F",
    "'back\\slash', back%5Cslash",
    "'dot.', dot%2E",
    "'space ', space%20",
    "NUL, %4EUL",
    "com1.txt, %63om1.txt",
    "common.txt, common.txt"
  })
  void theRulesOfWindowsAreKeptThere(String name, String expected) {
    assertThat(choose(WINDOWS, name)).isEqualTo(expected);
  }

  @Test
  void aNameThatIsTooLongIsShortenedAndKeepsItsExtension() {
    String name = choose(LINUX, "x".repeat(1000) + ".tar");
    assertThat(name).hasSize(255).endsWith("x~1.tar");
    assertThat(choose(LINUX, "x".repeat(255))).isEqualTo("x".repeat(255));
    assertThat(choose(LINUX, "x".repeat(256))).hasSize(255).endsWith("x~1");
    assertThat(choose(LINUX, "x." + "y".repeat(300))).hasSize(255).startsWith("x.yyy");
  }

  @Test
  void shorteningBreaksNeitherCharactersNorCodes() {
    String emoji = choose(LINUX, "\ud83d\ude00".repeat(100));
    assertThat(emoji.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
    assertThat(emoji).isEqualTo("\ud83d\ude00".repeat(63) + "~1");
    String encoded = choose(ASCII, "\u00e9".repeat(100));
    assertThat(encoded).matches("(%C3%A9|%C3)+~1");
  }

  @Test
  void namesThatAreTakenGetASuffix() {
    Set<String> taken = new HashSet<>();
    for (String expected : new String[] {"a.txt", "a~1.txt", "a~2.txt", "a~3.txt"}) {
      String chosen = LINUX.choose("a.txt", taken::contains);
      assertThat(chosen).isEqualTo(expected);
      taken.add(LINUX.key(chosen));
    }
  }

  @Test
  void twinsAreOneNameOnlyWhereTheFileSystemSaysSo() {
    assertThat(LINUX.key("A")).isNotEqualTo(LINUX.key("a"));
    assertThat(LINUX.key("\u00e9")).isNotEqualTo(LINUX.key("e\u0301"));
    assertThat(MAC.key("A\u00c9")).isEqualTo(MAC.key("ae\u0301"));
    assertThat(WINDOWS.key("STRASSE")).isEqualTo(WINDOWS.key("stra\u00dfe"));
    assertThat(WINDOWS.key("\u00e9")).isNotEqualTo(WINDOWS.key("e\u0301"));
    assertThat(MAC.choose("README", key -> key.equals("readme"))).isEqualTo("README~1");
  }
}
