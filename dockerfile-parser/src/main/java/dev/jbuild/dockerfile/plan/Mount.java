package dev.jbuild.dockerfile.plan;

import java.util.Optional;

/// A mount of a RUN instruction; targets are absolute and clean, values expanded.
///
/// Missing secrets and SSH agents are an error only when `required`.
public sealed interface Mount {

  /// Files of the context, a stage or an image; what RUN writes there is thrown away.
  ///
  /// @param source path inside the origin, `/` for all of it
  record Bind(Origin from, String source, String target, boolean writable) implements Mount {}

  /// A directory that outlives the build.
  ///
  /// @param id of the cache, namespace included; caches of one id are the same
  /// @param from what a fresh cache is filled with
  /// @param uid owner, group and mode of a fresh cache; -1 when not given
  record Cache(
      String id,
      Sharing sharing,
      Origin from,
      String source,
      String target,
      boolean readOnly,
      int uid,
      int gid,
      int mode)
      implements Mount {}

  /// An empty memory file system.
  ///
  /// @param size limit in bytes, 0 for none
  record Tmpfs(String target, long size) implements Mount {}

  /// A secret as a file, as an environment variable, or both.
  record Secret(
      String id,
      Optional<String> target,
      Optional<String> variable,
      boolean required,
      int uid,
      int gid,
      int mode)
      implements Mount {}

  /// A socket of an SSH agent; SSH_AUTH_SOCK names the first one.
  record Ssh(String id, String target, boolean required, int uid, int gid, int mode)
      implements Mount {}

  /// How builds share one cache at the same time.
  enum Sharing {
    /// Several writers at once.
    SHARED,
    /// A second writer gets a cache of its own.
    PRIVATE,
    /// A second writer waits.
    LOCKED
  }
}
