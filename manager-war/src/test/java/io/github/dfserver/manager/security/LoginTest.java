package io.github.dfserver.manager.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.security.BasicAuthenticator.Login;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class LoginTest {
  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void thePasswordMayHaveColonsAndAnyLetters() {
    assertThat(Login.decode(base64("alice:a:b\u00e9"))).contains(new Login("alice", "a:b\u00e9"));
    assertThat(Login.decode(base64("alice:"))).contains(new Login("alice", ""));
  }

  @Test
  void whatIsNotWellFormedIsNoLogin() {
    assertThat(Login.decode("!!")).isEmpty();
    assertThat(Login.decode(base64("alice"))).isEmpty();
    assertThat(Login.decode(base64(":x"))).isEmpty();
    assertThat(Login.decode(base64("al\nice:x"))).isEmpty();
    assertThat(Login.decode(base64(new byte[] {'a', ':', (byte) 0xff}))).isEmpty();
  }

  @Test
  void itsTextDoesNotTellThePassword() {
    assertThat(new Login("alice", "secret").toString()).isEqualTo("alice");
  }
}
