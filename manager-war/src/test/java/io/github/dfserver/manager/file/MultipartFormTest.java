package io.github.dfserver.manager.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.file.MultipartForm.FilePart;
import io.github.dfserver.manager.transfer.ContentSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartFormTest {
  private static final String END = "\r\n--b--\r\n";

  /** Gives a few bytes at a time, and nothing every other time. */
  private static final class Trickle implements ContentSource {
    private final byte[] bytes;
    private final int step;
    private int position;
    private boolean pause;
    private Runnable signal = () -> {};

    Trickle(byte[] bytes, int step) {
      this.bytes = bytes;
      this.step = step;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (position == bytes.length) {
        return -1;
      }
      pause = !pause;
      if (pause) {
        return 0;
      }
      int n = Math.min(step, Math.min(length, bytes.length - position));
      System.arraycopy(bytes, position, target, offset, n);
      position += n;
      return n;
    }

    @Override
    public void whenReadable(Runnable newSignal) {
      signal = newSignal;
      newSignal.run();
    }
  }

  private static FilePart part(Trickle body) {
    MultipartForm form = new MultipartForm(body, "b");
    var part = form.filePart();
    while (!part.isDone()) {
      body.signal.run();
    }
    return part.join();
  }

  private static byte[] content(FilePart part) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[1000];
    for (int n = 0; n >= 0; n = part.content().read(buffer, 0, buffer.length)) {
      bytes.write(buffer, 0, n);
    }
    return bytes.toByteArray();
  }

  private static String field(String name, String value) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }

  private static String fileHeaders(String filename) {
    return "--b\r\ncontent-disposition: form-data; name=\"file\""
        + filename
        + "\r\nContent-Type: image/png\r\n\r\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whatever a quoted text has in it, reading it takes no more stack. */
  @Test
  void quotedTextOfTheGreatestLengthIsRead() throws Exception {
    for (String text : List.of("n".repeat(1000), "\\\\x".repeat(2500), "n".repeat(7000))) {
      byte[] headers =
          bytes("Content-Disposition: form-data; name=\"file\"; filename=\"" + text + "\"");
      AtomicReference<Object> read = new AtomicReference<>();
      Thread small =
          new Thread(
              null,
              () -> {
                try {
                  read.set(PartHeaders.parse(headers, 0, headers.length));
                } catch (IOException | RuntimeException | Error e) {
                  read.set(e);
                }
              },
              "small",
              192 * 1024);
      small.start();
      small.join(10_000);
      assertThat(read.get()).isInstanceOf(PartHeaders.class);
    }
  }

  @Test
  void refusesCountlessParts() {
    Trickle body = new Trickle(bytes(field("x", "1").repeat(2000)), 100_000);
    assertThatThrownBy(() -> part(body)).hasMessageContaining("parts");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100, 100_000})
  void findsTheFileHoweverTheBytesArrive(int step) throws IOException {
    byte[] content = new byte[70_000];
    new Random(step).nextBytes(content);
    System.arraycopy(bytes("\r\n--\r\n--a\r\r\n--"), 0, content, 500, 14);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(bytes("preamble\r\n" + field("x", "ignored") + field("filename", "d/n")));
    body.writeBytes(bytes(fileHeaders("; filename=\"own.png\"")));
    body.writeBytes(content);
    body.writeBytes(bytes("\r\n" + field("after", "ignored") + "--b--\r\nepilogue"));

    FilePart part = part(new Trickle(body.toByteArray(), step));

    assertThat(part.name().value()).isEqualTo("d/n");
    assertThat(part.contentType()).isEqualTo("image/png");
    assertThat(part.raw()).isTrue();
    assertThat(content(part)).isEqualTo(content);
  }

  @Test
  void usesThePartsOwnNameWithoutAField() {
    FilePart part =
        part(new Trickle(bytes(fileHeaders("; filename=\"a \\\"b\\\".png\"") + "x" + END), 50));
    assertThat(part.name().value()).isEqualTo("a \"b\".png");
  }

  @Test
  void takesAPartWithoutAFilenameForText() throws IOException {
    FilePart part =
        part(new Trickle(bytes(field("filename", "n") + fileHeaders("") + END.substring(2)), 5));
    assertThat(part.raw()).isFalse();
    assertThat(part(new Trickle(bytes(field("filename", "n") + fileHeaders("") + END), 5)).raw())
        .isFalse();
  }

  @Test
  void givesAnEmptyFile() throws IOException {
    FilePart part = part(new Trickle(bytes(fileHeaders("; filename=e") + END), 3));
    assertThat(content(part)).isEmpty();
  }

  @Test
  void failsWhenTheBodyEndsBeforeTheLastBoundary() {
    for (String end : new String[] {"", "\r\n--", "\r\n--b", "\r\n--b\r\n"}) {
      FilePart part = part(new Trickle(bytes(fileHeaders("; filename=e") + "x" + end), 4));
      assertThatThrownBy(() -> content(part)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--b--\r\n",
        "--b\r\nContent-Type: a/b\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b--\r\n",
        "--bx\r\n",
        "nothing at all"
      })
  void refusesOtherForms(String body) {
    assertThatThrownBy(() -> part(new Trickle(bytes(body), 10)))
        .cause()
        .isInstanceOf(IOException.class);
  }

  @Test
  void refusesAFilenameThatComesAfterTheFile() {
    String body = fileHeaders("; filename=own") + "x\r\n" + field("filename", "late") + "--b--\r\n";
    FilePart part = part(new Trickle(bytes(body), 9));
    assertThatThrownBy(() -> content(part)).isInstanceOf(BodyRefusedException.class);
  }

  @Test
  void refusesHeadersWithoutEnd() {
    String body = "--b\r\n" + "x".repeat(20_000);
    assertThatThrownBy(() -> part(new Trickle(bytes(body), 1000)))
        .cause()
        .isInstanceOf(BodyRefusedException.class);
  }

  @Test
  void readsTheBoundaryOfAContentType() {
    assertThat(MultipartForm.boundary("multipart/form-data; boundary=abc")).isEqualTo("abc");
    assertThat(MultipartForm.boundary("multipart/form-data;charset=x; Boundary=\"a b\""))
        .isEqualTo("a b");
    assertThatThrownBy(() -> MultipartForm.boundary("multipart/form-data"))
        .hasMessageContaining("boundary");
  }
}
