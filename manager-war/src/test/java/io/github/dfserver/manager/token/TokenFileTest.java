package io.github.dfserver.manager.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
  @TempDir private Path directory;
  private TokenFile file;

  @BeforeEach
  void name() {
    file = new TokenFile(directory.resolve("state/tokens"));
  }

  @Test
  void aTokenIsKeptHashedAndFoundAgain() throws Exception {
    Token token = file.add("ci", "writer", Optional.of(Duration.ofHours(1)));
    assertThat(Files.readString(file.path())).doesNotContain(token.reveal());
    TokenRecord kept = file.read().get(0);
    assertThat(kept.isOf(Token.parse(token.reveal()).orElseThrow())).isTrue();
    assertThat(kept.id()).isEqualTo(token.id());
    assertThat(kept.grant()).isEqualTo("writer");
    assertThat(kept.isExpired(Instant.now())).isFalse();
    assertThat(kept.isExpired(Instant.now().plus(Duration.ofHours(2)))).isTrue();
    assertThat(token.toString()).doesNotContain(token.reveal().substring(21));
  }

  @Test
  void anotherSecretWithTheSameIdIsAnotherToken() throws Exception {
    Token token = file.add("ci", "reader", Optional.empty());
    char last = token.reveal().charAt(token.reveal().length() - 1);
    String forged =
        token.reveal().substring(0, token.reveal().length() - 1) + (last == 'A' ? 'E' : 'A');
    assertThat(file.read().get(0).isOf(Token.parse(forged).orElseThrow())).isFalse();
  }

  @Test
  void onlyItsOwnerReadsTheFile() throws Exception {
    file.add("ci", "reader", Optional.empty());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
  }

  @Test
  void namesAreUniqueUntilRevoked() throws Exception {
    file.add("ci", "reader", Optional.empty());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> file.add("ci", "admin", Optional.empty()))
        .withMessageContaining("revoke");
    assertThat(file.revoke("other")).isFalse();
    assertThat(file.revoke("ci")).isTrue();
    assertThat(file.read()).isEmpty();
    assertThat(file.version()).isPresent();
    file.add("ci", "node:*", Optional.empty());
    assertThat(file.read()).hasSize(1);
  }

  @Test
  void everyChangeGivesAnotherVersion() throws Exception {
    assertThat(file.version()).isEmpty();
    file.add("a", "reader", Optional.empty());
    Optional<TokenFile.Version> first = file.version();
    file.revoke("a");
    file.add("b", "reader", Optional.empty());
    assertThat(file.version()).isPresent().isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "a\nb", "#a\u00e9"})
  void aNameIsPlain(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> file.add(name, "reader", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "root", "node", "node:", "node:.", "node:a b", "reader,admin"})
  void aGrantIsOneOfAFew(String grant) {
    assertThatIllegalArgumentException().isThrownBy(() -> file.add("n", grant, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ci reader 00 11 2026-01-01T00:00:00Z -", "\u0000"})
  void whatIsBrokenIsSaidWithItsLine(String line) throws Exception {
    file.add("ci", "reader", Optional.empty());
    Files.writeString(file.path(), "# comment\n\n" + line + "\n");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(file::read)
        .withMessageContaining("line 3 of " + file.path());
  }

  @Test
  void twoTokensOfOneNameAreRefused() throws Exception {
    file.add("ci", "reader", Optional.empty());
    String text = Files.readString(file.path());
    Files.writeString(file.path(), text + text);
    assertThatExceptionOfType(IOException.class).isThrownBy(file::read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dfs_", "dfs_0123456789abcdef_short", "xyz", "dfs__"})
  void whatIsNoTokenIsNotTakenForOne(String text) {
    assertThat(Token.parse(text)).isEmpty();
  }
}
