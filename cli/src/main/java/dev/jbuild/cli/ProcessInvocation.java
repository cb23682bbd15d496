package dev.jbuild.cli;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Streams;
import dev.jbuild.cli.invocation.User;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// The invocation that this process is.
final class ProcessInvocation {
  private static final int BUFFER = 8192;

  private ProcessInvocation() {}

  static Invocation of(String[] arguments) {
    Streams streams =
        new Streams(
            new FileInputStream(FileDescriptor.in),
            stream(FileDescriptor.out),
            stream(FileDescriptor.err),
            true);
    ProcessTerminal terminal = new ProcessTerminal(streams, System.getenv());
    return new Invocation(
        List.of(arguments),
        System.getenv(),
        Path.of("").toAbsolutePath(),
        user(),
        streams,
        terminal,
        new ProcessSignals(),
        InstantSource.system());
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER),
        false,
        StandardCharsets.UTF_8);
  }

  private static User user() {
    String home = System.getenv("HOME");
    if (home == null || home.isEmpty()) {
      home = System.getProperty("user.home", "/");
    }
    return new User(uid(), Path.of(home).toAbsolutePath());
  }

  /// The owner of the process's own directory in /proc is its effective user, proc(5).
  static int uid() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name")) ? 0 : -1;
    }
  }
}
