package dev.jbuild.cli;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/// What the JDK itself logs, such as each process that is started, goes nowhere: jbuild's output is
/// written for its user. Without this the JDK looks for something to log with in all jars and sets
/// it up, each time that a container is started.
public final class SilentLoggers extends System.LoggerFinder {
  /// Made by the JDK.
  public SilentLoggers() {}

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Silent(name);
  }

  private record Silent(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return false;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {}

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... parameters) {}
  }
}
