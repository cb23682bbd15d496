package dev.jbuild.registry.server;

import java.nio.file.Path;

/// Something that an operator wants to read in a log.
public sealed interface RegistryEvent {

  /// A request was answered with a server error (status 500 or above); the cause is not sent to the
  /// client.
  record RequestFailed(String method, String path, int status, Throwable cause)
      implements RegistryEvent {}

  /// The file of users changed and is in force.
  record UsersReloaded(Path file, int users) implements RegistryEvent {}

  /// The file of users changed but cannot be used; the users known before stay in force.
  record UsersRejected(Path file, String reason) implements RegistryEvent {}

  /// Unfinished uploads that nobody touched for long were dropped.
  record UploadsExpired(int count) implements RegistryEvent {}

  /// Looking for abandoned uploads failed; it is tried again later.
  record SweepFailed(Throwable cause) implements RegistryEvent {}
}
