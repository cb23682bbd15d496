/// What is mounted in a container, as a list of steps in the order in which the launcher takes
/// them.
///
/// Start reading at [StandardMounts], the file system every container gets. A [MountStep] is a
/// value; nothing here touches the kernel.
@NullMarked
package dev.jbuild.runtime.rootfs;

import org.jspecify.annotations.NullMarked;
