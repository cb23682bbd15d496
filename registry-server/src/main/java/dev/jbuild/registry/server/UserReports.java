package dev.jbuild.registry.server;

import dev.jbuild.registry.server.auth.UsersFile;
import java.nio.file.Path;

/// Passes on what becomes of the file of users.
record UserReports(RegistryListener listener) implements UsersFile.Reports {
  @Override
  public void reloaded(Path file, int users) {
    listener.on(new RegistryEvent.UsersReloaded(file, users));
  }

  @Override
  public void rejected(Path file, String reason) {
    listener.on(new RegistryEvent.UsersRejected(file, reason));
  }
}
