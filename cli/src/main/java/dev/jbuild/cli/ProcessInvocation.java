package dev.jbuild.cli;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Namespace;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    Map<String, String> environment = environment();
    ProcessTerminal terminal = new ProcessTerminal(streams, environment);
    return new Invocation(
        List.of(arguments),
        environment,
        Path.of("").toAbsolutePath(),
        user(),
        streams,
        terminal,
        new ProcessSignals(),
        InstantSource.system());
  }

  /// The start script tells by a property where the distribution is.
  private static Map<String, String> environment() {
    String home = System.getProperty("jbuild.home");
    if (home == null || System.getenv(Invocation.HOME) != null) {
      return System.getenv();
    }
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put(Invocation.HOME, home);
    return environment;
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER),
        false,
        StandardCharsets.UTF_8);
  }

  private static User user() {
    int uid = uid();
    Map<String, String> environment = System.getenv();
    Integer caller = Namespace.caller(environment, uid);
    String home = environment.get("HOME");
    if (home == null || home.isEmpty()) {
      // that of root for root of a user namespace
      home = caller == null ? System.getProperty("user.home", "/") : homeOf(caller);
    }
    return new User(
        caller == null ? uid : caller,
        Path.of(home).toAbsolutePath(),
        Namespace.of(environment, uid));
  }

  /// The home directory that passwd(5) has for a user.
  private static String homeOf(int uid) {
    try {
      for (String line : Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1)) {
        String[] fields = line.split(":", -1);
        if (fields.length > 5 && fields[2].equals(Integer.toUnsignedString(uid))) {
          return fields[5];
        }
      }
    } catch (IOException _) {
      // as if the user were not in it
    }
    return "/";
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
