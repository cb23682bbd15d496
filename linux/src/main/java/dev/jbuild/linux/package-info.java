/// System calls of Linux, typed and checked, for x86_64 and aarch64.
///
/// All go through one native handle ([Syscalls]), because each further shape of a native call costs
/// several milliseconds of start-up. Start at [Opening] (file descriptors below a root), [Nodes]
/// (what a directory holds), [Attributes] and [Xattrs]. A call that fails is a [SyscallException]
/// with call, arguments and errno. Calls that can wait pin the carrier of a virtual thread: make
/// them on platform threads. Nothing here decides anything; policy belongs to the callers.
@NullMarked
package dev.jbuild.linux;

import org.jspecify.annotations.NullMarked;
