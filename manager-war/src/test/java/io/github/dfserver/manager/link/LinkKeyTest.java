package io.github.dfserver.manager.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.file.FileName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LinkKeyTest {
  private static final String SECRET = "00112233445566778899aabbccddeeff";
  private static final UUID ID = new UUID(1, 2);
  private static final Instant END = Instant.ofEpochSecond(2_000_000_000L);
  private static final Link LINK =
      new Link(new FileName("a/b \u00e9.txt"), ID, END, Optional.empty());

  private final LinkKey key = LinkKey.derive(SECRET, 0);

  @Test
  void aSignatureIsGoodForItsLinkAtEveryManagerOfTheCluster() {
    String signature = key.sign(LINK);
    assertThat(signature).matches("[A-Za-z0-9_-]{64}");
    assertThat(LinkKey.fileId(signature)).contains(ID);
    assertThat(LinkKey.derive(SECRET, 0).isGood(LINK, signature)).isTrue();
  }

  @Test
  void aSignatureIsGoodForNothingElse() {
    String signature = key.sign(LINK);
    List<Link> others =
        List.of(
            new Link(new FileName("a/b"), ID, END, Optional.empty()),
            new Link(LINK.name(), new UUID(1, 3), END, Optional.empty()),
            new Link(LINK.name(), ID, END.plusSeconds(1), Optional.empty()),
            new Link(LINK.name(), ID, END, Optional.of(Disposition.INLINE)),
            new Link(LINK.name(), ID, END, Optional.of(Disposition.ATTACHMENT)));
    assertThat(others).noneMatch(other -> key.isGood(other, signature));
  }

  @Test
  void anotherSecretOrALaterEpochMakesItVoid() {
    String signature = key.sign(LINK);
    assertThat(LinkKey.derive(SECRET, 1).isGood(LINK, signature)).isFalse();
    assertThat(LinkKey.derive("ff" + SECRET.substring(2), 0).isGood(LINK, signature)).isFalse();
  }

  @Test
  void everyChangedCharacterIsSeen() {
    String signature = key.sign(LINK);
    for (int i = 0; i < signature.length(); i++) {
      char other = signature.charAt(i) == 'A' ? 'B' : 'A';
      String changed = signature.substring(0, i) + other + signature.substring(i + 1);
      boolean good =
          LinkKey.fileId(changed)
              .map(id -> new Link(LINK.name(), id, END, Optional.empty()))
              .map(link -> key.isGood(link, changed))
              .orElse(false);
      assertThat(good).as("character %d", i).isFalse();
    }
  }

  @Test
  void whatIsNoSignatureIsRefused() {
    for (String text : List.of("", "x", "====", key.sign(LINK) + "AAAA", "\u00e9".repeat(64))) {
      assertThat(LinkKey.fileId(text)).isEmpty();
      assertThat(key.isGood(LINK, text)).isFalse();
    }
  }
}
