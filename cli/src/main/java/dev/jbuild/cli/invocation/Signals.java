package dev.jbuild.cli.invocation;

import java.util.function.Consumer;

/// Signals sent to the invocation by its user: `INT`, `TERM`, `HUP`, `QUIT` and the like.
public interface Signals {
  /// Sends the named signals to a handler until the returned registration is closed. While a
  /// handler is registered, the signal has no other effect. The newest handler wins.
  Registration handle(Consumer<String> handler, String... names);

  /// A handler that is in place until closed.
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /// A world that sends no signals.
  static Signals none() {
    return (handler, names) -> () -> {};
  }
}
