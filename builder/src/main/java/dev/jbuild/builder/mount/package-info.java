/// The mounts of `RUN --mount`: files of other roots, caches that outlive builds, memory, secrets.
///
/// [dev.jbuild.builder.mount.PlannedMounts] turns the mounts of one instruction into what an
/// executor takes, and cleans up behind it. Nothing that is written to a mount ends in a layer.
@NullMarked
package dev.jbuild.builder.mount;

import org.jspecify.annotations.NullMarked;
