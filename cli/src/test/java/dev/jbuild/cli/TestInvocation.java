package dev.jbuild.cli;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Signals;
import dev.jbuild.cli.invocation.Streams;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.invocation.User;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A world in memory for one command line, and what the command line left in it.
public final class TestInvocation {
  /// What a command line gave.
  public record Result(int exitCode, String out, String err) {}

  private final Path directory;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Set<Terminal.Stream> terminals = EnumSet.noneOf(Terminal.Stream.class);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> secrets = new ArrayList<>();
  private final AtomicReference<@Nullable Consumer<String>> handler = new AtomicReference<>();
  private final Signals signals =
      (consumer, names) -> {
        handler.set(consumer);
        return () -> handler.compareAndSet(consumer, null);
      };
  private byte[] input = new byte[0];
  private InstantSource clock = InstantSource.system();

  public TestInvocation(Path directory) {
    this.directory = directory.toAbsolutePath();
    environment.put("HOME", this.directory.toString());
  }

  public TestInvocation with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /// Sends a signal to whoever handles it.
  public void signal(String name) {
    Consumer<String> current = handler.get();
    if (current == null) {
      throw new IllegalStateException("nobody handles signals");
    }
    current.accept(name);
  }

  public TestInvocation at(Instant now) {
    clock = InstantSource.fixed(now);
    return this;
  }

  public TestInvocation input(String text) {
    input = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  public TestInvocation terminal(Terminal.Stream... streams) {
    terminals.addAll(List.of(streams));
    return this;
  }

  public TestInvocation secret(String answer) {
    secrets.add(answer);
    return this;
  }

  public Result run(String... arguments) {
    int exitCode = Main.run(invocation(arguments));
    return new Result(exitCode, out(), err());
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  public Invocation invocation(String... arguments) {
    Streams streams =
        new Streams(
            new ByteArrayInputStream(input),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new Invocation(
        List.of(arguments),
        environment,
        directory,
        new User(0, directory),
        streams,
        new FakeTerminal(),
        signals,
        clock);
  }

  private final class FakeTerminal implements Terminal {
    @Override
    public boolean isTerminal(Stream stream) {
      return terminals.contains(stream);
    }

    @Override
    public Size size() {
      return Size.DEFAULT;
    }

    @Override
    public String readSecret(String prompt) throws CommandException {
      if (secrets.isEmpty()) {
        throw new CommandException("nobody answers '" + prompt + "'");
      }
      return secrets.removeFirst();
    }
  }
}
