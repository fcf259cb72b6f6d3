package io.github.dfserver.manager.limit;

import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.manager.security.ClientAddress;
import jakarta.servlet.ServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Whose requests count together: those of one name, else of one address. */
final class ClientKey {
  /** Whoever has one address of IPv6 has all that begin like it (RFC 6177). */
  private static final int NETWORK_BYTES = 8;

  private ClientKey() {}

  static String of(ServletRequest request) {
    Caller caller = Caller.of(request);
    return switch (caller.means()) {
      case TOKEN, BASIC, OIDC, CERTIFICATE -> caller.means().label() + ":" + caller.name();
      case NOTHING, LOOPBACK, LINK -> network(ClientAddress.of(request));
    };
  }

  private static String network(String address) {
    if (address == null || address.indexOf(':') < 0) {
      return String.valueOf(address);
    }
    try {
      // A literal with a colon in it is never looked up.
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return bytes.length > NETWORK_BYTES
          ? HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(bytes, NETWORK_BYTES))
          : address;
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
