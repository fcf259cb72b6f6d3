package io.github.dfserver.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.security.auth.x500.X500Principal;

/** Signs certificates (RFC 5280) as a test wants them, wrong ones too; Java itself has no way. */
public final class TestAuthority {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final byte[] ECDSA_WITH_SHA256 = hex("300a06082a8648ce3d040302");
  private static final byte[] SUBJECT_ALTERNATIVE_NAME = hex("0603551d11");
  private static final byte[] BASIC_CONSTRAINTS = hex("0603551d13");
  private static final byte[] CA = hex("040530030101ff");
  private static final byte[] EXTENDED_KEY_USAGE = hex("0603551d25");

  /** What a certificate says that it is for (RFC 5280, section 4.2.1.12). */
  public enum Usage {
    SERVER("06082b06010505070301"),
    CLIENT("06082b06010505070302");

    private final String purpose;

    Usage(String purpose) {
      this.purpose = purpose;
    }
  }

  private final String name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  public TestAuthority(String name) throws GeneralSecurityException {
    this.name = name;
    this.keys = keys("EC");
    Instant now = Instant.now();
    this.certificate =
        sign(
            name,
            keys,
            now.minus(Duration.ofDays(9999)),
            now.plus(Duration.ofDays(9999)),
            sequence(BASIC_CONSTRAINTS, CA));
  }

  /** What others have to trust. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** A certificate that is good now, for host names and IP addresses. */
  public TestIdentity issue(String subject, String... names) throws GeneralSecurityException {
    Instant now = Instant.now();
    return issue("EC", subject, now.minusSeconds(3600), now.plusSeconds(3600), names);
  }

  /** A certificate that is good now, for this alone. */
  public TestIdentity issue(Usage usage, String subject) throws GeneralSecurityException {
    Instant now = Instant.now();
    byte[] extension = sequence(EXTENDED_KEY_USAGE, tlv(0x04, sequence(hex(usage.purpose))));
    return issue(keys("EC"), subject, now.minusSeconds(3600), now.plusSeconds(3600), extension);
  }

  /**
   * A certificate as it is wanted.
   *
   * @param algorithm of the key: EC, RSA or Ed25519
   * @param subject a distinguished name (RFC 2253), or a common name alone
   * @param names host names and IP addresses
   */
  public TestIdentity issue(
      String algorithm, String subject, Instant from, Instant until, String... names)
      throws GeneralSecurityException {
    byte[] alternatives = new byte[0];
    for (String alternative : names) {
      alternatives = join(alternatives, alternative(alternative));
    }
    byte[] extension =
        names.length == 0
            ? new byte[0]
            : sequence(SUBJECT_ALTERNATIVE_NAME, tlv(0x04, sequence(alternatives)));
    return issue(keys(algorithm), subject, from, until, extension);
  }

  private TestIdentity issue(
      KeyPair pair, String subject, Instant from, Instant until, byte[] extension)
      throws GeneralSecurityException {
    return new TestIdentity(
        pair.getPrivate(), List.of(sign(subject, pair, from, until, extension), certificate));
  }

  private static KeyPair keys(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("RSA")) {
      generator.initialize(2048);
    } else if (algorithm.equals("EC")) {
      generator.initialize(256);
    }
    return generator.generateKeyPair();
  }

  private X509Certificate sign(
      String subject, KeyPair pair, Instant from, Instant until, byte[] extension)
      throws GeneralSecurityException {
    byte[] serial = new byte[8];
    ThreadLocalRandom.current().nextBytes(serial);
    serial[0] = 1;
    byte[] content =
        sequence(
            hex("a003020102"),
            tlv(0x02, serial),
            ECDSA_WITH_SHA256,
            name(name),
            sequence(time(from), time(until)),
            name(subject),
            pair.getPublic().getEncoded(),
            extension.length == 0 ? extension : tlv(0xa3, sequence(extension)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(content);
    byte[] whole =
        sequence(content, ECDSA_WITH_SHA256, tlv(0x03, join(new byte[1], signature.sign())));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] name(String subject) {
    return new X500Principal(subject.contains("=") ? subject : "CN=" + subject).getEncoded();
  }

  private static byte[] alternative(String name) {
    try {
      return name.matches("[0-9.]+|.*:.*")
          ? tlv(0x87, InetAddress.getByName(name).getAddress())
          : tlv(0x82, name.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  private static byte[] time(Instant instant) {
    return tlv(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] sequence(byte[]... parts) {
    return tlv(0x30, join(parts));
  }

  private static byte[] tlv(int tag, byte[] value) {
    int length = value.length;
    byte[] head; // DER: as short as can be
    if (length < 0x80) {
      head = new byte[] {(byte) tag, (byte) length};
    } else if (length < 0x100) {
      head = new byte[] {(byte) tag, (byte) 0x81, (byte) length};
    } else {
      head = new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    }
    return join(head, value);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
