package dev.jbuild.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Becoming another program, execve(2).
public final class Programs {
  private static final long F_SETFD = 2;
  private static final long FD_CLOEXEC = 1;

  private Programs() {}

  /// Ends this program and all its threads without further ado; the process goes on as the given
  /// one. Limits and blocked signals are inherited, and open files without close-on-exec but for
  /// those below `own`: a JVM does not close the files that it is itself.
  ///
  /// @param own a directory
  /// @return why it did not happen; otherwise this never returns
  public static SyscallException become(
      Path program, List<String> arguments, Map<String, String> environment, Path own)
      throws IOException {
    closeOnExec(own);
    List<String> variables = new ArrayList<>();
    environment.forEach((name, value) -> variables.add(name + "=" + value));
    try (Arena arena = Arena.ofConfined()) {
      long result =
          Syscalls.call(
              Call.EXECVE,
              Scratch.get(),
              text(arena, program.toString()),
              array(arena, arguments),
              array(arena, variables),
              0,
              0);
      return new SyscallException(Call.EXECVE, "'" + program + "'", (int) -result);
    }
  }

  private static void closeOnExec(Path own) throws IOException {
    Path self = Path.of("/proc/self/fd");
    List<Path> descriptors = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(self)) {
      stream.forEach(descriptors::add);
    }
    for (Path descriptor : descriptors) {
      if (target(descriptor).startsWith(own)) {
        int number = Integer.parseInt(descriptor.getFileName().toString());
        Syscalls.check(
            Call.FCNTL, "'" + descriptor + "'", Scratch.get(), number, F_SETFD, FD_CLOEXEC, 0, 0);
      }
    }
  }

  private static Path target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (NoSuchFileException _) {
      return descriptor; // that of the list itself
    }
  }

  private static long array(Arena arena, List<String> texts) {
    MemorySegment array = arena.allocate(ValueLayout.JAVA_LONG, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ValueLayout.JAVA_LONG, i, text(arena, texts.get(i)));
    }
    return array.address();
  }

  private static long text(Arena arena, String text) {
    byte[] bytes = FileNames.encode(text);
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment.address();
  }
}
