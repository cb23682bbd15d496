package dev.jbuild.cli;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.Streams;
import dev.jbuild.cli.invocation.Terminal;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The terminal of this process, found out without native calls: what a standard stream leads to is
/// a link in /proc, and the size is asked of `stty`.
final class ProcessTerminal implements Terminal {
  private final Streams streams;
  private final Map<String, String> environment;

  ProcessTerminal(Streams streams, Map<String, String> environment) {
    this.streams = streams;
    this.environment = environment;
  }

  @Override
  public boolean isTerminal(Stream stream) {
    try {
      String target =
          Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor(stream))).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static int descriptor(Stream stream) {
    return switch (stream) {
      case IN -> 0;
      case OUT -> 1;
      case ERR -> 2;
    };
  }

  @Override
  public Size size() {
    Size size = sttySize();
    if (size != null) {
      return size;
    }
    int columns = number(environment.get("COLUMNS"));
    int rows = number(environment.get("LINES"));
    return new Size(
        columns > 0 ? columns : Size.DEFAULT.columns(), rows > 0 ? rows : Size.DEFAULT.rows());
  }

  private static @Nullable Size sttySize() {
    Path terminal = Path.of("/dev/tty");
    if (!Files.isReadable(terminal)) {
      return null;
    }
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(terminal.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream out = stty.getInputStream()) {
        String[] answer =
            new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip().split(" ");
        stty.waitFor(1, TimeUnit.SECONDS);
        int rows = number(answer[0]);
        int columns = answer.length == 2 ? number(answer[1]) : 0;
        return rows > 0 && columns > 0 ? new Size(columns, rows) : null;
      }
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private static int number(@Nullable String text) {
    try {
      return text == null ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  // with the console of java.base alone, as in the distribution, there is none without a terminal
  @SuppressWarnings("SystemConsoleNull")
  @Override
  public String readSecret(String prompt) throws CommandException {
    Console console = System.console();
    if (console == null || !isTerminal(Stream.IN)) {
      throw new CommandException("can't ask for '" + prompt.strip() + "': there is no terminal");
    }
    streams.out().flush();
    char[] secret = console.readPassword("%s", prompt);
    if (secret == null) {
      throw new CommandException("nothing was entered at '" + prompt.strip() + "'");
    }
    return new String(secret);
  }
}
