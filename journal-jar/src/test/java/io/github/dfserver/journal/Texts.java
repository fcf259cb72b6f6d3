package io.github.dfserver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Entries as text, for tests. */
final class Texts {
  static final EntryConsumer NOTHING = (position, entry) -> {};

  private Texts() {}

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static EntryConsumer into(List<String> texts) {
    return (position, entry) -> texts.add(StandardCharsets.UTF_8.decode(entry).toString());
  }

  /** What a journal in the directory replays. */
  static List<String> replay(Path directory, long from) throws IOException {
    List<String> texts = new ArrayList<>();
    Journal.open(directory, from, unforced(), into(texts)).close();
    return texts;
  }

  /** Options for looking, without waiting for the disk. */
  static JournalOptions unforced() {
    return JournalOptions.defaults().withForce(false);
  }
}
