/// What a container is, before anything runs: [ContainerSpec] and the values it is made of, the
/// [ContainerRuntime] that starts one, and the [RunningContainer] and [ExitStatus] that come of it.
///
/// Start reading at [ContainerSpec]. Nothing here touches the kernel; the runtime that does is in
/// `dev.jbuild.runtime.launch`.
@NullMarked
package dev.jbuild.runtime;

import org.jspecify.annotations.NullMarked;
