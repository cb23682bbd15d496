package dev.jbuild.registry.client;

import java.nio.file.Path;
import java.util.List;

/// Which certificates a client trusts and presents.
///
/// A registry `HOST[:PORT]` is trusted when its certificate was issued by a CA in one of
/// - `DIRECTORY/HOST[:PORT]/*.crt` for each of `certificateDirectories` (docker's `certs.d` layout;
///   `NAME.cert` with `NAME.key` there is presented as client certificate),
/// - `authorities`,
/// - the first of `systemBundles` that exists, or the Java platform's own list when none does.
///
/// All files are PEM. They are read when the first connection to a host needs them.
///
/// @param certificateDirectories parents of the directories by host, such as `/etc/docker/certs.d`;
///   the last is where messages advise to put a CA
/// @param authorities further CA files for all hosts
/// @param systemBundles candidates for the system's list of CAs
public record TrustSettings(
    List<Path> certificateDirectories, List<Path> authorities, List<Path> systemBundles) {

  /// Where Linux distributions keep their list of CAs.
  private static final List<Path> SYSTEM_BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  public TrustSettings {
    certificateDirectories = List.copyOf(certificateDirectories);
    authorities = List.copyOf(authorities);
    systemBundles = List.copyOf(systemBundles);
  }

  /// The system's CAs and those in docker's and podman's directories and the user's own.
  ///
  /// @param userConfig the user's configuration directory, such as `~/.config/jbuild`
  public static TrustSettings system(Path userConfig) {
    return new TrustSettings(
        List.of(
            Path.of("/etc/docker/certs.d"),
            Path.of("/etc/containers/certs.d"),
            userConfig.resolve("certs.d")),
        List.of(),
        SYSTEM_BUNDLES);
  }

  /// The same with one more CA file that is trusted for all hosts.
  public TrustSettings withAuthority(Path pem) {
    List<Path> more = new java.util.ArrayList<>(authorities);
    more.add(pem);
    return new TrustSettings(certificateDirectories, more, systemBundles);
  }
}
