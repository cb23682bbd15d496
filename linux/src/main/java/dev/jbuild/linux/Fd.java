package dev.jbuild.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// An open file descriptor, close-on-exec. Closing it twice is harmless.
///
/// Reading and writing go through the calling thread's buffer. Not for closing in one thread while
/// another uses it.
public final class Fd implements AutoCloseable {
  private static final int ENXIO = 6;

  /// Stands for the working directory in calls that take a directory; used with absolute paths.
  static final Fd WORKING_DIRECTORY = new Fd(-100, "");

  private final int number;
  private final String name;
  private boolean open = true;

  Fd(int number, String name) {
    this.number = number;
    this.name = name;
  }

  /// The kernel's number of it.
  public int number() {
    return number;
  }

  /// What was opened, for messages.
  public String name() {
    return name;
  }

  /// Writes all bytes at the current position.
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Scratch scratch = Scratch.get();
    MemorySegment buffer = scratch.buffer();
    int done = 0;
    while (done < length) {
      int chunk = Math.min(length - done, Scratch.BUFFER);
      MemorySegment.copy(bytes, offset + done, buffer, ValueLayout.JAVA_BYTE, 0, chunk);
      done +=
          (int)
              Syscalls.check(Call.WRITE, quoted(), scratch, number, buffer.address(), chunk, 0, 0);
    }
  }

  /// Reads some bytes from the current position.
  ///
  /// @return how many, -1 at the end
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    Scratch scratch = Scratch.get();
    MemorySegment buffer = scratch.buffer();
    int chunk = Math.min(length, Scratch.BUFFER);
    int got =
        (int) Syscalls.check(Call.READ, quoted(), scratch, number, buffer.address(), chunk, 0, 0);
    if (got == 0) {
      return -1;
    }
    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, offset, got);
    return got;
  }

  /// Moves the position forward over bytes that stay unwritten, which makes a hole.
  public void skip(long bytes) throws IOException {
    Syscalls.check(Call.LSEEK, quoted(), Scratch.get(), number, bytes, 1, 0, 0);
  }

  /// Moves the position to a byte.
  public void position(long at) throws IOException {
    Syscalls.check(Call.LSEEK, quoted(), Scratch.get(), number, at, 0, 0, 0);
  }

  /// Where the next written bytes begin, at a place or after it, SEEK_DATA of lseek(2). A file
  /// system that does not know about holes has bytes everywhere.
  ///
  /// @return -1 when there is nothing but a hole up to the end
  public long nextData(long from) throws IOException {
    long found = Syscalls.call(Call.LSEEK, Scratch.get(), number, from, 3, 0, 0);
    if (found == -ENXIO) {
      return -1;
    }
    if (found < 0) {
      throw new SyscallException(Call.LSEEK, quoted(), (int) -found);
    }
    return found;
  }

  /// Where the next hole begins, at a place or after it: at the latest at the end, SEEK_HOLE.
  public long nextHole(long from) throws IOException {
    return Syscalls.check(Call.LSEEK, quoted(), Scratch.get(), number, from, 4, 0, 0);
  }

  /// Sets the file's length.
  public void truncate(long length) throws IOException {
    Syscalls.check(Call.FTRUNCATE, quoted(), Scratch.get(), number, length, 0, 0, 0);
  }

  /// Copies bytes from the current position of another file within the kernel, copy_file_range(2);
  /// shares blocks where the file system can.
  ///
  /// @return how many were copied, 0 at the end of `from`
  public long copyFrom(Fd from, long bytes) throws IOException {
    return Syscalls.check(
        Call.COPY_FILE_RANGE,
        "from " + from.quoted() + " to " + quoted(),
        Scratch.get(),
        from.number,
        0,
        number,
        0,
        bytes);
  }

  /// Waits until the file, or the directory's list of names, is on stable storage, fsync(2).
  public void sync() throws IOException {
    Syscalls.check(Call.FSYNC, quoted(), Scratch.get(), number, 0, 0, 0, 0);
  }

  /// Waits until the whole file system that this belongs to is on stable storage, syncfs(2).
  public void syncFileSystem() throws IOException {
    Syscalls.check(Call.SYNCFS, quoted(), Scratch.get(), number, 0, 0, 0, 0);
  }

  String quoted() {
    return "'" + name + "'";
  }

  /// The subject of a call on a name in this directory.
  String quoted(String child) {
    return name.isEmpty() ? "'" + child + "'" : "'" + name + "/" + child + "'";
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      // close(2): the descriptor is gone whatever it returns, also on EINTR.
      Syscalls.call(Call.CLOSE, Scratch.get(), number, 0, 0, 0, 0);
    }
  }

  @Override
  public String toString() {
    return number + " " + quoted();
  }
}
