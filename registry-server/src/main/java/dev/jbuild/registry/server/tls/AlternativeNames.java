package dev.jbuild.registry.server.tls;

import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/// Host names and addresses in the form of a certificate's subject alternative names.
final class AlternativeNames {
  private AlternativeNames() {}

  static GeneralNames of(Collection<String> names) {
    Set<GeneralName> general = new LinkedHashSet<>();
    for (String name : names) {
      general.add(
          address(name)
              .map(a -> new GeneralName(GeneralName.iPAddress, a.getHostAddress()))
              .orElseGet(() -> new GeneralName(GeneralName.dNSName, canonical(name))));
    }
    return new GeneralNames(general.toArray(GeneralName[]::new));
  }

  /// One form for each name, to compare them.
  static String canonical(String name) {
    return address(name).map(InetAddress::getHostAddress).orElse(name.toLowerCase(Locale.ROOT));
  }

  private static Optional<InetAddress> address(String name) {
    try {
      return Optional.of(InetAddress.ofLiteral(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
