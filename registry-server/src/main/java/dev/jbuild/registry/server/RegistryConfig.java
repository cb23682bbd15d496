package dev.jbuild.registry.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Everything a [Registry] needs to know; made with [#builder(Path)].
///
/// A command line maps onto it as follows. `--listen HOST:PORT` is `host` and `port` (port 0 takes
/// a free one, [Registry#address()] tells which); `--storage DIR` is the builder's argument,
/// created with mode 0700 when missing and locked while the registry runs; `--tls none|own` and
/// `--tls-cert FILE --tls-key FILE` choose a [Tls]; `--htpasswd FILE` names the users, without it
/// everybody may push and pull; `--no-delete` switches deletion off. The caller should print
/// [Registry#address()] and, when there is one, [Registry#certificateAuthority()] with the advice
/// to copy it to `/etc/docker/certs.d/HOST:PORT/ca.crt`.
///
/// @param host name or address to listen on
/// @param port TCP port, 0 for any free one
/// @param storage directory that holds all data of the registry
/// @param tls how connections are secured
/// @param certificateNames host names and addresses, beside localhost, the loopback addresses and
///   `host`, that an own certificate is valid for; the command line passes the machine's name
/// @param htpasswdOrNull file of `user:bcrypt` lines, read again when it changes; null for no users
/// @param deleteEnabled whether clients may delete tags, manifests and blobs
/// @param limits bounds on requests
/// @param listener hears what happens at run time
/// @param clock the time, for certificates and for the age of uploads
/// @param random source of upload identifiers and keys
public record RegistryConfig(
    String host,
    int port,
    Path storage,
    Tls tls,
    List<String> certificateNames,
    @Nullable Path htpasswdOrNull,
    boolean deleteEnabled,
    Limits limits,
    RegistryListener listener,
    InstantSource clock,
    RandomGenerator random) {

  public RegistryConfig {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("the host to listen on is empty");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
    Objects.requireNonNull(storage);
    Objects.requireNonNull(tls);
    Objects.requireNonNull(limits);
    Objects.requireNonNull(listener);
    Objects.requireNonNull(clock);
    Objects.requireNonNull(random);
    certificateNames = List.copyOf(certificateNames);
  }

  /// The file of users, when there is one.
  public Optional<Path> htpasswd() {
    return Optional.ofNullable(htpasswdOrNull);
  }

  /// A registry on 127.0.0.1:5000 without users, TLS chosen by address, deletion allowed.
  public static Builder builder(Path storage) {
    return new Builder(storage);
  }

  /// Collects the parts of a configuration.
  public static final class Builder {
    private final Path storage;
    private String host = "127.0.0.1";
    private int port = 5000;
    private Tls tls = new Tls.Automatic();
    private List<String> certificateNames = List.of();
    private @Nullable Path htpasswd;
    private boolean deleteEnabled = true;
    private Limits limits = Limits.DEFAULT;
    private RegistryListener listener = RegistryListener.SILENT;
    private InstantSource clock = InstantSource.system();
    private RandomGenerator random = new SecureRandom();

    private Builder(Path storage) {
      this.storage = storage;
    }

    public Builder listen(String listenHost, int listenPort) {
      this.host = listenHost;
      this.port = listenPort;
      return this;
    }

    public Builder tls(Tls how) {
      this.tls = how;
      return this;
    }

    public Builder certificateNames(List<String> names) {
      this.certificateNames = names;
      return this;
    }

    public Builder htpasswd(Path file) {
      this.htpasswd = file;
      return this;
    }

    public Builder deleteEnabled(boolean enabled) {
      this.deleteEnabled = enabled;
      return this;
    }

    public Builder limits(Limits bounds) {
      this.limits = bounds;
      return this;
    }

    public Builder listener(RegistryListener hears) {
      this.listener = hears;
      return this;
    }

    public Builder clock(InstantSource source) {
      this.clock = source;
      return this;
    }

    public Builder random(RandomGenerator source) {
      this.random = source;
      return this;
    }

    public RegistryConfig build() {
      return new RegistryConfig(
          host,
          port,
          storage,
          tls,
          certificateNames,
          htpasswd,
          deleteEnabled,
          limits,
          listener,
          clock,
          random);
    }
  }
}
