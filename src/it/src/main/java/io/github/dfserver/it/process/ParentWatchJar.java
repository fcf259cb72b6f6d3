package io.github.dfserver.it.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Writes {@link ParentWatch} as the jar that {@code -javaagent} wants. */
final class ParentWatchJar {
  private ParentWatchJar() {}

  static void write(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", ParentWatch.class.getName());
    String entry = ParentWatch.class.getName().replace('.', '/') + ".class";
    try (InputStream code = ParentWatch.class.getResourceAsStream("/" + entry);
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      if (code == null) {
        throw new IOException("no class file of " + ParentWatch.class);
      }
      out.putNextEntry(new ZipEntry(entry));
      code.transferTo(out);
      out.closeEntry();
    }
  }
}
