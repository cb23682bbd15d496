package dev.jbuild.registry.server;

import dev.jbuild.registry.server.auth.Authenticator;
import dev.jbuild.registry.server.auth.BasicAuthenticator;
import dev.jbuild.registry.server.auth.UsersFile;
import dev.jbuild.registry.server.disk.DiskStorage;
import dev.jbuild.registry.server.exchange.Handler;
import dev.jbuild.registry.server.jetty.JettyListener;
import dev.jbuild.registry.server.route.Front;
import dev.jbuild.registry.server.route.Routes;
import dev.jbuild.registry.server.store.StorageDriver;
import dev.jbuild.registry.server.tls.KeyMaterial;
import dev.jbuild.registry.server.tls.OwnAuthority;
import dev.jbuild.registry.server.tls.PemFiles;
import dev.jbuild.registry.server.upload.Uploads;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A registry that can be started and stopped, once each.
///
/// Between [#start()] and [#stop()] it serves the OCI distribution specification on one address and
/// owns its storage directory. What it acknowledged is on disk: a process that is killed and
/// started again serves all of it.
public final class Registry implements AutoCloseable {
  private final RegistryConfig config;
  private final ServerNames names;
  private @Nullable StorageDriver storage;
  private @Nullable Thread sweeper;
  private @Nullable JettyListener listener;
  private @Nullable OwnAuthority authority;

  public Registry(RegistryConfig config) {
    this.config = config;
    this.names = new ServerNames(config);
  }

  /// Opens the storage, reads users and certificates, and listens.
  ///
  /// @return this registry
  /// @throws RegistryStartException when one of them cannot be used; nothing is left open then
  public Registry start() throws RegistryStartException {
    if (storage != null) {
      throw new IllegalStateException("a registry can be started once");
    }
    try {
      Optional<UsersFile> users = users();
      StorageDriver opened = DiskStorage.open(config.storage());
      storage = opened;
      Uploads uploads =
          new Uploads(
              opened, config.random(), config.limits().blobBytes(), config.limits().uploads());
      Handler routes =
          Routes.of(opened, uploads, config.limits().manifestBytes(), config.deleteEnabled());
      Front front = new Front(authenticator(users), routes, this::requestFailed);
      listener = JettyListener.start(settings(), front::answer);
      sweeper = UploadSweeper.start(uploads, config);
      return this;
    } catch (IOException e) {
      closeAfter(e);
      throw new RegistryStartException("starting the registry failed: " + e.getMessage(), e);
    }
  }

  private JettyListener.Settings settings() throws IOException {
    Limits limits = config.limits();
    return new JettyListener.Settings(
        config.host(),
        config.port(),
        keyMaterial(),
        limits.headerBytes(),
        limits.idle(),
        limits.grace());
  }

  private Optional<KeyMaterial> keyMaterial() throws IOException {
    return switch (config.tls()) {
      case Tls.None _ -> Optional.empty();
      case Tls.Automatic _ -> names.isLoopback() ? Optional.empty() : Optional.of(ownMaterial());
      case Tls.Own _ -> Optional.of(ownMaterial());
      case Tls.Files files ->
          Optional.of(PemFiles.read(files.certificate(), files.key(), config.clock()));
    };
  }

  private KeyMaterial ownMaterial() throws IOException {
    OwnAuthority own =
        new OwnAuthority(config.storage().resolve("tls"), config.clock(), config.random());
    KeyMaterial material = own.serverMaterial(names.certificateNames());
    authority = own;
    return material;
  }

  private Optional<UsersFile> users() throws IOException {
    Path file = config.htpasswdOrNull();
    return file == null
        ? Optional.empty()
        : Optional.of(UsersFile.open(file, config.clock(), new UserReports(config.listener())));
  }

  private Authenticator authenticator(Optional<UsersFile> users) {
    int cores = Runtime.getRuntime().availableProcessors();
    return users.isEmpty()
        ? Authenticator.OPEN
        : new BasicAuthenticator(users.get(), config.random(), cores);
  }

  private void requestFailed(
      dev.jbuild.registry.server.exchange.Request request, int status, Throwable cause) {
    config
        .listener()
        .on(new RegistryEvent.RequestFailed(request.method(), request.path(), status, cause));
  }

  /// Where the registry can be reached, such as `https://127.0.0.1:5000`.
  public URI address() {
    JettyListener running = listener;
    if (running == null) {
      throw new IllegalStateException("the registry does not run");
    }
    String scheme = running.secure() ? "https" : "http";
    return URI.create(scheme + "://" + names.authority(running.port()));
  }

  /// The certificate that clients must trust, when the registry made its own.
  public Optional<Path> certificateAuthority() {
    return Optional.ofNullable(authority).map(OwnAuthority::certificateFile);
  }

  /// Takes no more requests, waits for those in flight and lets go of the storage.
  public void stop() throws IOException {
    if (sweeper != null) {
      sweeper.interrupt();
    }
    try {
      if (listener != null) {
        listener.stop();
      }
    } finally {
      if (storage != null) {
        storage.close();
      }
    }
  }

  private void closeAfter(IOException reason) {
    try {
      stop();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
