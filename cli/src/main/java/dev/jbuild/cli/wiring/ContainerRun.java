package dev.jbuild.cli.wiring;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Signals;
import dev.jbuild.engine.container.ContainerOptions;
import dev.jbuild.engine.container.Containers;
import dev.jbuild.engine.container.StartedContainer;
import dev.jbuild.runtime.ContainerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One container in the foreground: started, sent the signals that the invocation gets, waited for.
///
/// Signals that come before the container runs wait for it, or end the copying of its root. The
/// lock guards what is waiting and the container they wait for; a signal is sent outside of it.
public final class ContainerRun {
  /// All signals that a process can catch, but for those that concern this process itself: `CHLD`,
  /// `PIPE` and `URG`, as with docker; those of job control, so that Ctrl-Z works; `WINCH`, which
  /// the launcher gets from the terminal; and those that belong to the JVM: `QUIT`, `ILL`, `FPE`,
  /// `SEGV`, `BUS` and `TRAP`.
  private static final String[] FORWARDED = {
    "HUP", "INT", "ABRT", "USR1", "USR2", "ALRM", "TERM", "STKFLT", "CONT", "XCPU", "XFSZ",
    "VTALRM", "PROF", "IO", "PWR", "SYS"
  };

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Integer> waiting = new ArrayList<>();
  private final Containers containers;
  private @Nullable StartedContainer running;

  private ContainerRun(Containers containers) {
    this.containers = containers;
  }

  /// Runs a container to its end.
  ///
  /// @return the exit code of its command
  public static int run(Invocation invocation, Containers containers, ContainerOptions options)
      throws IOException, ContainerException, InterruptedException {
    ContainerRun run = new ContainerRun(containers);
    try (Signals.Registration _ =
        invocation.signals().handle(name -> run.forward(number(name)), FORWARDED)) {
      StartedContainer container = containers.start(options);
      for (int signal : run.started(container)) {
        container.signal(signal);
      }
      return container.waitFor().exitCode();
    }
  }

  private List<Integer> started(StartedContainer container) {
    lock.lock();
    try {
      running = container;
      return List.copyOf(waiting);
    } finally {
      lock.unlock();
    }
  }

  private void forward(int signal) {
    StartedContainer container;
    lock.lock();
    try {
      container = running;
      if (container == null && !containers.interruptStart(signal)) {
        waiting.add(signal);
      }
    } finally {
      lock.unlock();
    }
    if (container != null) {
      send(container, signal);
    }
  }

  private static void send(StartedContainer container, int signal) {
    try {
      container.signal(signal);
    } catch (ContainerException e) {
      // it never ran or is gone, which the one who waits for it learns
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The numbers of signal(7), which are the same on x86-64 and AArch64.
  private static int number(String name) {
    return switch (name) {
      case "HUP" -> 1;
      case "INT" -> 2;
      case "ABRT" -> 6;
      case "USR1" -> 10;
      case "USR2" -> 12;
      case "ALRM" -> 14;
      case "TERM" -> 15;
      case "STKFLT" -> 16;
      case "CONT" -> 18;
      case "XCPU" -> 24;
      case "XFSZ" -> 25;
      case "VTALRM" -> 26;
      case "PROF" -> 27;
      case "IO" -> 29;
      case "PWR" -> 30;
      case "SYS" -> 31;
      default -> throw new IllegalArgumentException("signal " + name + " is not passed on");
    };
  }
}
