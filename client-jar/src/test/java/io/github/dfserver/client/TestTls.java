package io.github.dfserver.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A server's key with a certificate that nobody trusts yet. */
final class TestTls {
  static final String PASSWORD = "changeit";

  private TestTls() {}

  /** Makes {@code key.p12} and {@code ca.pem} in this directory, for 127.0.0.1. */
  static void make(Path directory) throws IOException, InterruptedException {
    String store = directory.resolve("key.p12").toString();
    keytool(
        "-genkeypair -alias server -keyalg EC -dname CN=test -ext san=ip:127.0.0.1 -validity 2",
        store);
    keytool("-exportcert -rfc -alias server -file " + directory.resolve("ca.pem"), store);
  }

  private static void keytool(String arguments, String store)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()),
                Stream.of(arguments.split(" ")),
                Stream.of("-keystore", store, "-storepass", PASSWORD, "-storetype", "PKCS12"))
            .flatMap(part -> part)
            .toList();
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException("keytool ended with " + status);
    }
  }
}
