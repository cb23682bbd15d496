package dev.jbuild.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Extended attributes, xattr(7).
///
/// The forms with a name never follow a link: they go through `/proc/self/fd/DIRECTORY/NAME`, so
/// that the directory cannot be exchanged on the way. A file system without extended attributes is
/// EOPNOTSUPP when setting, and has none when asked.
public final class Xattrs {
  private Xattrs() {}

  private static String path(Fd parent, String name) {
    return "/proc/self/fd/" + parent.number() + "/" + name;
  }

  /// Sets an attribute of a name.
  public static void set(Fd parent, String name, String attribute, byte[] value)
      throws IOException {
    Scratch s = Scratch.get();
    MemorySegment.copy(value, 0, s.buffer(), ValueLayout.JAVA_BYTE, 0, value.length);
    Syscalls.check(
        Call.LSETXATTR,
        attribute + " of " + parent.quoted(name),
        s,
        s.path(path(parent, name)),
        s.otherPath(attribute),
        s.buffer().address(),
        value.length,
        0);
  }

  /// Sets an attribute of an open file.
  public static void set(Fd file, String attribute, byte[] value) throws IOException {
    Scratch s = Scratch.get();
    MemorySegment.copy(value, 0, s.buffer(), ValueLayout.JAVA_BYTE, 0, value.length);
    Syscalls.check(
        Call.FSETXATTR,
        attribute + " of " + file.quoted(),
        s,
        file.number(),
        s.otherPath(attribute),
        s.buffer().address(),
        value.length,
        0);
  }

  /// The value of an attribute of a name.
  public static Optional<byte[]> get(Fd parent, String name, String attribute) throws IOException {
    Scratch s = Scratch.get();
    long length =
        Syscalls.call(
            Call.LGETXATTR,
            s,
            s.path(path(parent, name)),
            s.otherPath(attribute),
            s.buffer().address(),
            Scratch.BUFFER,
            0);
    return value(Call.LGETXATTR, attribute + " of " + parent.quoted(name), s, length);
  }

  /// The value of an attribute of an open file.
  public static Optional<byte[]> get(Fd file, String attribute) throws IOException {
    return value(
        Call.FGETXATTR, attribute + " of " + file.quoted(), Scratch.get(), raw(file, attribute));
  }

  /// The value of an attribute of an open file, or that of another where the file system does not
  /// know the name space of the first.
  public static Optional<byte[]> getEither(Fd file, String attribute, String instead)
      throws IOException {
    long length = raw(file, attribute);
    return length == -Errno.EOPNOTSUPP.number()
        ? get(file, instead)
        : value(Call.FGETXATTR, attribute + " of " + file.quoted(), Scratch.get(), length);
  }

  /// Reads a value into this thread's buffer.
  ///
  /// @return its length, or an error number below zero
  private static long raw(Fd file, String attribute) {
    Scratch s = Scratch.get();
    return Syscalls.call(
        Call.FGETXATTR,
        s,
        file.number(),
        s.otherPath(attribute),
        s.buffer().address(),
        Scratch.BUFFER,
        0);
  }

  private static Optional<byte[]> value(Call call, String subject, Scratch s, long length)
      throws SyscallException {
    if (length < 0) {
      if (absent(length)) {
        return Optional.empty();
      }
      throw new SyscallException(call, subject, (int) -length);
    }
    byte[] value = new byte[(int) length];
    MemorySegment.copy(s.buffer(), ValueLayout.JAVA_BYTE, 0, value, 0, value.length);
    return Optional.of(value);
  }

  private static boolean absent(long result) {
    return result == -Errno.ENODATA.number()
        || result == -Errno.ENOENT.number()
        || result == -Errno.EOPNOTSUPP.number();
  }

  /// The names of all attributes of a name.
  public static List<String> list(Fd parent, String name) throws IOException {
    Scratch s = Scratch.get();
    long length =
        Syscalls.call(
            Call.LLISTXATTR,
            s,
            s.path(path(parent, name)),
            s.buffer().address(),
            Scratch.BUFFER,
            0,
            0);
    return names(Call.LLISTXATTR, parent.quoted(name), s, length);
  }

  /// The names of all attributes of an open file.
  public static List<String> list(Fd file) throws IOException {
    Scratch s = Scratch.get();
    long length =
        Syscalls.call(
            Call.FLISTXATTR, s, file.number(), s.buffer().address(), Scratch.BUFFER, 0, 0);
    return names(Call.FLISTXATTR, file.quoted(), s, length);
  }

  private static List<String> names(Call call, String subject, Scratch s, long length)
      throws SyscallException {
    if (length == 0 || absent(length)) {
      return List.of();
    }
    if (length < 0) {
      throw new SyscallException(call, subject, (int) -length);
    }
    byte[] all = new byte[(int) length];
    MemorySegment.copy(s.buffer(), ValueLayout.JAVA_BYTE, 0, all, 0, all.length);
    List<String> names = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == 0) {
        names.add(FileNames.decode(all, start, i - start));
        start = i + 1;
      }
    }
    return names;
  }

  /// Removes an attribute of a name; nothing there is no error.
  public static void remove(Fd parent, String name, String attribute) throws IOException {
    Scratch s = Scratch.get();
    long result =
        Syscalls.call(
            Call.LREMOVEXATTR, s, s.path(path(parent, name)), s.otherPath(attribute), 0, 0, 0);
    if (result < 0 && !absent(result)) {
      throw new SyscallException(
          Call.LREMOVEXATTR, attribute + " of " + parent.quoted(name), (int) -result);
    }
  }

  /// Removes an attribute of an open file; nothing there is no error.
  public static void remove(Fd file, String attribute) throws IOException {
    Scratch s = Scratch.get();
    long result =
        Syscalls.call(Call.FREMOVEXATTR, s, file.number(), s.otherPath(attribute), 0, 0, 0);
    if (result < 0 && !absent(result)) {
      throw new SyscallException(
          Call.FREMOVEXATTR, attribute + " of " + file.quoted(), (int) -result);
    }
  }
}
