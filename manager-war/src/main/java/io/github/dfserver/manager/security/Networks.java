package io.github.dfserver.manager.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A list of IP networks. Immutable. */
public final class Networks {
  /** No address at all. */
  public static final Networks NONE = new Networks(List.of());

  /** What may be an address; a name, or {@code 999.1.1.1}, would be looked up. */
  private static final Pattern LITERAL =
      Pattern.compile(
          "(25[0-5]|(2[0-4]|1?[0-9])?[0-9])(\\.(25[0-5]|(2[0-4]|1?[0-9])?[0-9])){3}"
              + "|[0-9A-Fa-f:][0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private record Network(InetAddress first, int bits) {
    boolean contains(byte[] other) {
      byte[] address = first.getAddress();
      if (other.length != address.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >>> (i % 8);
        if ((address[i / 8] & mask) != (other[i / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Network> list;

  private Networks(List<Network> list) {
    this.list = List.copyOf(list);
  }

  /**
   * Reads a list such as {@code 127.0.0.1, 10.0.0.0/8, fd00::/8}.
   *
   * @throws IllegalArgumentException with a sentence when an entry is none
   */
  public static Networks parse(String text) {
    return new Networks(
        Arrays.stream(text.split(",", -1)).map(String::strip).map(Networks::network).toList());
  }

  private static Network network(String text) {
    int slash = text.indexOf('/');
    InetAddress address =
        address(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no network"));
    int all = address.getAddress().length * 8;
    try {
      int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
      if (bits >= 0 && bits <= all) {
        return new Network(address, bits);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no network", e);
    }
    throw new IllegalArgumentException("'" + text + "' is no network");
  }

  /** The address that a text spells, never a name; empty when it spells none. */
  static Optional<InetAddress> address(String text) {
    int zone = text.indexOf('%');
    String plain = zone < 0 ? text : text.substring(0, zone);
    if (!LITERAL.matcher(plain).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(plain));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether one of the networks has this address; false when the text is none. */
  public boolean contain(String address) {
    return !list.isEmpty()
        && address(address)
            .map(InetAddress::getAddress)
            .filter(bytes -> list.stream().anyMatch(network -> network.contains(bytes)))
            .isPresent();
  }
}
