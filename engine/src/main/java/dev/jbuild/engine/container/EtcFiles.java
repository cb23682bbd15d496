package dev.jbuild.engine.container;

import dev.jbuild.runtime.Mount;
import dev.jbuild.runtime.NetworkMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The three files in `/etc` that tell a container about its network. They are written into a
/// directory of its own and mounted over the image's, as docker does.
final class EtcFiles {
  private static final String LOCAL_HOSTS =
      """
      127.0.0.1	localhost
      ::1	localhost ip6-localhost ip6-loopback
      fe00::	ip6-localnet
      ff00::	ip6-mcastprefix
      ff02::1	ip6-allnodes
      ff02::2	ip6-allrouters
      """;

  private EtcFiles() {}

  /// Writes them and says how to mount them.
  static List<Mount> write(Path directory, Host host, NetworkMode network, String hostname)
      throws IOException {
    String hosts =
        switch (network) {
          case HOST -> host.configuration("hosts");
          case NONE -> LOCAL_HOSTS;
        };
    return List.of(
        mount(directory, "resolv.conf", host.configuration("resolv.conf")),
        mount(directory, "hosts", hosts.isEmpty() ? LOCAL_HOSTS : hosts),
        mount(directory, "hostname", hostname + "\n"));
  }

  private static Mount mount(Path directory, String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    // Read by every user of the container, whatever this process's umask is.
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    return new Mount.Bind(file, "/etc/" + name, false);
  }
}
