/// Runs containers by the native launcher: writes its plan, starts it, reads its record.
///
/// Start reading at [LauncherRuntime]; the other side is `src/main/c`, where `plan.h` and
/// `record.h` describe the two files both sides know. No foreign-function calls here: a command
/// that only runs a container must not pay for loading them.
@NullMarked
package dev.jbuild.runtime.launch;

import org.jspecify.annotations.NullMarked;
