package dev.jbuild.registry.client.transport;

import java.net.InetAddress;
import java.util.Optional;

/// A CIDR block such as `10.0.0.0/8` or `fd00::/8`.
final class AddressBlock {
  private final byte[] network;
  private final int prefix;

  private AddressBlock(byte[] network, int prefix) {
    this.network = network;
    this.prefix = prefix;
  }

  /// Reads a block; empty when the text is none.
  static Optional<AddressBlock> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    Optional<byte[]> address = literal(text.substring(0, slash));
    String length = text.substring(slash + 1);
    if (address.isEmpty() || !length.matches("\\d{1,3}")) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(length);
    return prefix > address.get().length * 8
        ? Optional.empty()
        : Optional.of(new AddressBlock(address.get(), prefix));
  }

  /// Whether a literal address lies in the block; names never do.
  boolean contains(String host) {
    Optional<byte[]> address = literal(host);
    if (address.isEmpty() || address.get().length != network.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((address.get()[bit / 8] & mask) != (network[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<byte[]> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host).getAddress());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
