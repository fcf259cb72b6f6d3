package io.github.dfserver.benchmark.yardstick;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the yardstick application as a WAR. */
public final class YardstickWar {
  /** Their API is the server's and not on this process's class path. */
  private static final List<String> CLASSES =
      List.of("YardstickApplication", "EmptyResource", "EmptyServlet");

  private YardstickWar() {}

  /** Writes it to this file. */
  public static void write(Path war) throws IOException {
    try (OutputStream file = Files.newOutputStream(war);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      String folder = YardstickWar.class.getPackageName().replace('.', '/') + '/';
      for (String part : CLASSES) {
        String name = folder + part + ".class";
        try (InputStream code = YardstickWar.class.getResourceAsStream("/" + name)) {
          zip.putNextEntry(new ZipEntry("WEB-INF/classes/" + name));
          code.transferTo(zip);
        }
      }
    }
  }
}
