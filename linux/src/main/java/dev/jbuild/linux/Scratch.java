package dev.jbuild.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// Native memory of one thread for the arguments of one call: errno, two paths and a buffer.
///
/// Reused from call to call, so that a call allocates nothing. Given back when the thread is gone.
final class Scratch {
  /// The longest path the kernel takes, limits.h PATH_MAX, and some more for `/proc/self/fd/`.
  private static final int PATH = 4096 + 64;

  /// Large enough to make reading and writing cheap, and for any extended attribute (64 KiB).
  static final int BUFFER = 256 << 10;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment state = Syscalls.newState(arena);
  private final MemorySegment first = arena.allocate(PATH);
  private final MemorySegment second = arena.allocate(PATH);
  private final MemorySegment small = arena.allocate(256, 8);
  private @Nullable MemorySegment buffer;

  static Scratch get() {
    return OF_THREAD.get();
  }

  MemorySegment state() {
    return state;
  }

  /// Memory for a struct of at most 256 bytes.
  MemorySegment small() {
    return small;
  }

  /// Memory for bulk data.
  MemorySegment buffer() {
    MemorySegment b = buffer;
    if (b == null) {
      b = arena.allocate(BUFFER, 16);
      buffer = b;
    }
    return b;
  }

  /// The address of a path as a C string.
  long path(String path) {
    return put(first, path);
  }

  /// The address of a second path as a C string.
  long otherPath(String path) {
    return put(second, path);
  }

  private static long put(MemorySegment to, String path) {
    int length = path.length();
    if (length < PATH) {
      int i = 0;
      while (i < length) {
        char c = path.charAt(i);
        if (c >= 0x80 || c == 0) {
          break;
        }
        to.set(ValueLayout.JAVA_BYTE, i++, (byte) c);
      }
      if (i == length) {
        to.set(ValueLayout.JAVA_BYTE, i, (byte) 0);
        return to.address();
      }
    }
    byte[] bytes = FileNames.encode(path);
    if (bytes.length >= PATH) {
      throw new IllegalArgumentException(
          "path of %d bytes is longer than the kernel's limit of 4096".formatted(bytes.length));
    }
    for (byte b : bytes) {
      if (b == 0) {
        throw new IllegalArgumentException("path has a NUL character");
      }
    }
    MemorySegment.copy(bytes, 0, to, ValueLayout.JAVA_BYTE, 0, bytes.length);
    to.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
    return to.address();
  }
}
