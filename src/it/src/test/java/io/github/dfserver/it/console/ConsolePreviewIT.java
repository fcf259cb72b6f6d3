package io.github.dfserver.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.NamePath;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The look at a file that the console offers, for each kind that it can show. */
class ConsolePreviewIT {
  @RegisterExtension
  @Order(1)
  static final Chromium CHROMIUM = new Chromium("console-preview");

  @RegisterExtension
  @Order(2)
  static final ClusterExtension CLUSTER = ClusterExtension.shared();

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String FOLDER = "console-preview/";
  private static final int SECONDS = 30;
  private static final int SAMPLES_A_SECOND = 8000;

  private Tab tab;

  @BeforeEach
  void open() throws Exception {
    tab = CHROMIUM.open(CLUSTER.api().base());
    tab.untilText("main", "All files");
  }

  @AfterEach
  void everybodyCanUseIt() throws Exception {
    assertThat(Accessibility.violations(tab)).isEmpty();
    for (String name : CLUSTER.api().names(FOLDER)) {
      CLUSTER.api().delete(name);
    }
  }

  private void look(String name, String type, byte[] content) throws Exception {
    assertThat(CLUSTER.api().put(FOLDER + name, content, "Content-Type", type).status())
        .isEqualTo(201);
    tab.hash("#/file/" + NamePath.path(FOLDER + name));
    tab.untilText("dialog.details h2", name);
  }

  private void picture(String name) throws Exception {
    tab.screenshot(Appearance.picture("preview-" + name));
  }

  @Test
  void anImageIsShown() throws Exception {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 200; i++) {
      image.setRGB(i, i, 0x00ff00);
    }
    ImageIO.write(image, "png", png);
    look("green line.png", "image/png", png.toByteArray());
    tab.until("document.querySelector('dialog img')?.naturalWidth === 300");
    picture("image");
  }

  @Test
  void soundIsHeardFromAnywhere() throws Exception {
    byte[] silence = new byte[SECONDS * SAMPLES_A_SECOND];
    AudioFormat format = new AudioFormat(SAMPLES_A_SECOND, 8, 1, false, false);
    ByteArrayOutputStream wav = new ByteArrayOutputStream();
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(silence), format, silence.length),
        AudioFileFormat.Type.WAVE,
        wav);
    look("silence.wav", "audio/wav", wav.toByteArray());
    tab.until("document.querySelector('dialog audio')?.duration === " + SECONDS);
    tab.evaluate("document.querySelector('dialog audio').currentTime = " + (SECONDS - 5));
    tab.until("document.querySelector('dialog audio').seeking === false");
    assertThat(tab.evaluate("document.querySelector('dialog audio').currentTime >= 25"))
        .isEqualTo(true);
    picture("audio");
  }

  @Test
  void aFilmIsSeen() throws Exception {
    look("film.webm", "video/webm", recorded());
    tab.until("document.querySelector('dialog video')?.videoWidth === 160");
    tab.evaluate("document.querySelector('dialog video').muted = true");
    tab.evaluate("document.querySelector('dialog video').play()");
    tab.until("document.querySelector('dialog video').currentTime > 0");
    picture("video");
  }

  /** No encoder comes with Java; the browser has one. */
  private byte[] recorded() throws Exception {
    String base64 =
        (String)
            tab.evaluate(
                """
                new Promise((done, failed) => {
                  const canvas = document.createElement('canvas');
                  canvas.width = 160;
                  canvas.height = 90;
                  const context = canvas.getContext('2d');
                  let frame = 0;
                  const timer = setInterval(() => {
                    context.fillStyle = `hsl(${frame++ * 20} 100% 50%)`;
                    context.fillRect(0, 0, 160, 90);
                  }, 40);
                  const recorder = new MediaRecorder(canvas.captureStream(25), {mimeType: 'video/webm'});
                  recorder.onerror = failed;
                  recorder.ondataavailable = ({data}) => {
                    clearInterval(timer);
                    const reader = new FileReader();
                    reader.onload = () => done(reader.result.split(',')[1]);
                    reader.readAsDataURL(data);
                  };
                  recorder.start();
                  setTimeout(() => recorder.stop(), 1000);
                })
                """);
    return Base64.getDecoder().decode(base64);
  }

  @Test
  void aDocumentIsShownByTheBrowser() throws Exception {
    look("page.pdf", "application/pdf", pdf());
    tab.until("!!document.querySelector('dialog iframe')");
    Await.until("paper in the browser's viewer", LIMIT, () -> share(0xffffff) > 0.2);
    picture("pdf");
  }

  /** The share of the frame that has this colour; what is in it is another site to the page. */
  private double share(int rgb) throws Exception {
    BufferedImage seen = ImageIO.read(new ByteArrayInputStream(tab.screenshot()));
    int[] box = new int[4];
    for (int i = 0; i < box.length; i++) {
      String side = new String[] {"left", "top", "right", "bottom"}[i];
      String expression = "document.querySelector('dialog iframe').getBoundingClientRect()." + side;
      box[i] = ((Number) tab.evaluate("Math.round(" + expression + ")")).intValue();
    }
    int found = 0;
    for (int x = box[0]; x < box[2]; x++) {
      for (int y = box[1]; y < box[3]; y++) {
        found += (seen.getRGB(x, y) & 0xffffff) == rgb ? 1 : 0;
      }
    }
    return (double) found / ((box[2] - box[0]) * (box[3] - box[1]));
  }

  /** One page with one line (ISO 32000-1, 7.5). */
  private static byte[] pdf() {
    String text = "BT /F 24 Tf 40 100 Td (Seen in the console) Tj ET";
    String[] objects = {
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R"
          + " /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
      "<< /Length " + text.length() + " >>\nstream\n" + text + "\nendstream",
    };
    StringBuilder file = new StringBuilder("%PDF-1.4\n");
    StringBuilder table = new StringBuilder("0000000000 65535 f \n");
    for (int i = 0; i < objects.length; i++) {
      table.append("%010d 00000 n \n".formatted(file.length()));
      file.append(i + 1).append(" 0 obj\n").append(objects[i]).append("\nendobj\n");
    }
    int start = file.length();
    file.append("xref\n0 5\n").append(table);
    file.append("trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n")
        .append(start)
        .append("\n%%EOF\n");
    return file.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void ofALongTextTheBeginningIsShown() throws Exception {
    look(
        "log.txt",
        "text/plain",
        "A line of 32 bytes, with its end\n".repeat(10_000).getBytes(StandardCharsets.UTF_8));
    tab.untilText("dialog .preview small", "The first");
    assertThat((long) tab.evaluate("document.querySelector('dialog pre').textContent.length"))
        .isEqualTo(256 * 1024);
    picture("text");
  }

  @Test
  void whatIsNoPictureIsNoPicture() throws Exception {
    look(
        "page.html", "text/html", "<script>parent.x = 1</script>".getBytes(StandardCharsets.UTF_8));
    tab.untilText("dialog pre", "<script>parent.x = 1</script>");
    assertThat(tab.evaluate("typeof x")).isEqualTo("undefined");
  }
}
