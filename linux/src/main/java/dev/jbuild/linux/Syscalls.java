package dev.jbuild.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The one native call of jbuild: `long syscall(long number, six longs)` of the C library, with
/// errno.
///
/// Arguments that are pointers come from the calling thread's [Scratch].
final class Syscalls {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL = handle();

  private Syscalls() {}

  @SuppressWarnings("restricted") // the only restricted call of the whole project
  private static MethodHandle handle() {
    Linker linker = Linker.nativeLinker();
    MemorySegment symbol =
        linker
            .defaultLookup()
            .find("syscall")
            .orElseThrow(() -> new IllegalStateException("the C library has no 'syscall'"));
    ValueLayout.OfLong l = ValueLayout.JAVA_LONG;
    return linker.downcallHandle(
        symbol,
        FunctionDescriptor.of(l, l, l, l, l, l, l, l),
        Linker.Option.captureCallState("errno"));
  }

  static MemorySegment newState(Arena arena) {
    return arena.allocate(STATE);
  }

  /// Calls; a negative result is minus errno. Repeats a call that a signal interrupted.
  static long call(Call call, Scratch scratch, long a, long b, long c, long d, long e) {
    while (true) {
      long result;
      try {
        result = (long) SYSCALL.invokeExact(scratch.state(), call.number(), a, b, c, d, e, 0L);
      } catch (RuntimeException | Error t) {
        throw t;
      } catch (Throwable t) {
        throw new AssertionError("a native call throws nothing", t);
      }
      if (result != -1) {
        return result;
      }
      int errno = (int) ERRNO.get(scratch.state(), 0L);
      if (errno != Errno.EINTR.number()) {
        return -errno;
      }
    }
  }

  /// Calls and turns a failure into an exception.
  static long check(
      Call call, String subject, Scratch scratch, long a, long b, long c, long d, long e)
      throws SyscallException {
    long result = call(call, scratch, a, b, c, d, e);
    if (result < 0) {
      throw new SyscallException(call, subject, (int) -result);
    }
    return result;
  }
}
