package io.github.dfserver.manager.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dfserver.manager.token.Token;
import io.github.dfserver.manager.token.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownTokensTest {
  @TempDir private Path directory;
  private final KnownTokens tokens = new KnownTokens();
  private TokenFile file;

  @BeforeEach
  void name() {
    file = new TokenFile(directory.resolve("tokens"));
  }

  @Test
  void changesAreSeen() throws Exception {
    tokens.look(file);
    assertThat(tokens.exist()).isFalse();
    Token first = file.add("a", "reader", Optional.empty());
    tokens.look(file);
    assertThat(tokens.exist()).isTrue();
    assertThat(tokens.find(first.id())).isPresent();
    file.revoke("a");
    tokens.look(file);
    assertThat(tokens.find(first.id())).isEmpty();
    assertThat(tokens.exist()).as("an empty file locks as well").isTrue();
  }

  @Test
  void aFileThatVanishesOrBreaksChangesNothing() throws Exception {
    Token token = file.add("a", "reader", Optional.empty());
    tokens.look(file);
    Files.writeString(file.path(), "broken");
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> tokens.look(file));
    assertThat(tokens.find(token.id())).isPresent();
    Files.delete(file.path());
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> tokens.look(file));
    assertThat(tokens.find(token.id())).isPresent();
    assertThat(tokens.exist()).isTrue();
  }

  @Test
  void aTokenIsGoodAsItsRecordSays() throws Exception {
    Token token = file.add("a", "node:100", Optional.of(Duration.ofHours(1)));
    tokens.look(file);
    Caller caller = TokenAuthenticator.caller(token, tokens.find(token.id()), Instant.now());
    assertThat(caller.nodes()).isEqualTo(NodeScope.of("100"));
    assertThat(caller.role()).isEmpty();
    assertThat(caller.credential()).contains(token.id());
    assertThatExceptionOfType(CredentialsException.class)
        .isThrownBy(
            () ->
                TokenAuthenticator.caller(
                    token, tokens.find(token.id()), Instant.now().plusSeconds(3600)))
        .withMessageContaining("expired");
    assertThatExceptionOfType(CredentialsException.class)
        .isThrownBy(() -> TokenAuthenticator.caller(token, Optional.empty(), Instant.now()));
  }
}
