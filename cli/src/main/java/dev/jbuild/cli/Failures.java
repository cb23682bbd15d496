package dev.jbuild.cli;

import dev.jbuild.builder.BuildException;
import dev.jbuild.cli.command.Commands;
import dev.jbuild.cli.help.Suggestions;
import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Namespace;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.UsageException;
import dev.jbuild.layer.ContentException;
import dev.jbuild.linux.SyscallException;
import dev.jbuild.runtime.ContainerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns whatever ended a command into one line on standard error, what belongs with it, and an
/// exit code.
final class Failures {
  private final Invocation invocation;
  private final @Nullable CommandSyntax command;

  Failures(Invocation invocation, @Nullable CommandSyntax command) {
    this.invocation = invocation;
    this.command = command;
  }

  /// Tells the user, and gives the exit code.
  int report(Throwable failure) {
    if (failure instanceof BuildException build) {
      output(build);
    }
    invocation.note("jbuild: " + message(failure) + lacking(failure));
    switch (failure) {
      case BuildException build -> {
        if (!build.excerpt().isEmpty()) {
          invocation.note(build.excerpt().stripTrailing());
        }
      }
      case UsageException usage -> hints(usage);
      default -> {}
    }
    if (wantsTrace()) {
      failure.printStackTrace(invocation.streams().err());
    }
    return exitCode(failure);
  }

  /// What an ordinary user lacks, when that may be why a system call was refused.
  private String lacking(Throwable failure) {
    Namespace namespace = invocation.user().namespace();
    if (namespace.kind() != Namespace.Kind.NONE) {
      for (Throwable t = failure; t != null; t = t.getCause()) {
        if (t instanceof SyscallException e) {
          return switch (e.errno()) {
            case EINVAL -> e.call().startsWith("fchown") ? "; " + namespace.advice() : "";
            case EPERM, EACCES ->
                namespace.lacks() == Namespace.Lack.NOTHING ? "" : "; " + namespace.advice();
            default -> "";
          };
        }
      }
    }
    return "";
  }

  private void output(BuildException build) {
    if (build.step().isEmpty()) {
      return;
    }
    invocation.note("------");
    invocation.note(" > " + build.step().get().name() + ":");
    for (String line : build.lastOutput()) {
      invocation.note(line);
    }
    invocation.note("------");
  }

  private void hints(UsageException usage) {
    List<String> suggestions = Suggestions.of(usage, command, Commands.all());
    if (!suggestions.isEmpty()) {
      invocation.note("did you mean " + String.join(" or ", suggestions) + "?");
    }
    String name = usage.command().isEmpty() ? "" : " " + usage.command();
    invocation.note("see 'jbuild" + name + " --help'");
  }

  private int exitCode(Throwable failure) {
    boolean run = command != null && isRun(command.name());
    return switch (failure) {
      case CommandException e -> e.exitCode();
      case ContainerException e when run -> e.reason().exitCode();
      case InterruptedException _ -> ExitCode.INTERRUPTED.number();
      case Throwable _ when run -> ExitCode.RUN_FAILED.number();
      case UsageException _ -> ExitCode.USAGE.number();
      default -> ExitCode.FAILURE.number();
    };
  }

  private static boolean isRun(String name) {
    return name.equals("run") || name.equals("container run");
  }

  private boolean wantsTrace() {
    List<String> words = invocation.arguments();
    int end = words.indexOf("--");
    for (int i = 0; i < (end < 0 ? words.size() : end); i++) {
      boolean split = words.get(i).equals("--log-level") && i + 1 < words.size();
      String level = split ? words.get(i + 1) : "";
      if (level.equals("debug") || words.get(i).equals("--log-level=debug")) {
        return true;
      }
    }
    return false;
  }

  private static String message(Throwable failure) {
    return switch (failure) {
      case UncheckedIOException e when e.getCause() != null -> message(e.getCause());
      case FileSystemException e -> files(e);
      case ContentException.Malformed e -> text(e);
      case ContentException.Corrupt e -> text(e) + "; 'jbuild system check' tells what to do";
      case IOException e when text(e).contains("No space left on device") -> full(text(e));
      case InterruptedException _ -> "interrupted";
      case OutOfMemoryError _ ->
          "out of memory: give the JVM more with JBUILD_JAVA_OPTIONS=-Xmx1g, or build less at once";
      case RuntimeException e when !(e instanceof IllegalArgumentException) -> internal(e);
      case Error e -> internal(e);
      default -> text(failure);
    };
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isEmpty() ? failure.getClass().getSimpleName() : message;
  }

  private static String internal(Throwable failure) {
    return "internal error: "
        + failure
        + "; this is a bug, please report it with the output of --log-level debug";
  }

  private static String full(String message) {
    return message + "; free some space, for instance with 'jbuild rmi'";
  }

  private static String files(FileSystemException e) {
    String file = "'" + e.getFile() + "'";
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory: " + file;
      case AccessDeniedException _ ->
          "permission denied: " + file + "; run as its owner or as root";
      case FileAlreadyExistsException _ -> "file exists already: " + file;
      case NotDirectoryException _ -> "not a directory: " + file;
      case DirectoryNotEmptyException _ -> "directory is not empty: " + file;
      default -> {
        String reason = e.getReason() == null ? "failed" : e.getReason();
        String line = file + ": " + reason;
        yield reason.contains("No space left on device") ? full(line) : line;
      }
    };
  }
}
