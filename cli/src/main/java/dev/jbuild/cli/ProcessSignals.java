package dev.jbuild.cli;

import dev.jbuild.cli.invocation.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// The signals of this process. The only class that uses the JDK's own signal API, which is not
/// standard but has no standard counterpart.
final class ProcessSignals implements Signals {
  /// @param previous what handled the signal before
  private record Replaced(Signal signal, SignalHandler previous) {}

  @Override
  public Registration handle(Consumer<String> handler, String... names) {
    List<Replaced> replaced = new ArrayList<>();
    for (String name : names) {
      Signal signal = new Signal(name);
      try {
        replaced.add(new Replaced(signal, Signal.handle(signal, s -> handler.accept(s.getName()))));
      } catch (IllegalArgumentException _) {
        // QUIT and USR1 belong to the JVM unless it runs with -Xrs; they keep their effect
      }
    }
    return () -> {
      for (Replaced one : replaced) {
        Signal.handle(one.signal, one.previous);
      }
    };
  }
}
