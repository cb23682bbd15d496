package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.diagnostic.Suggestion;
import java.util.List;
import java.util.Locale;

/// Names of Linux signals, for STOPSIGNAL.
final class Signals {

  private static final List<String> NAMES =
      List.of(
          "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT",
          "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM",
          "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ");

  private static final int REALTIME_BEFORE = 15;
  private static final int REALTIME_AFTER = 14;

  private Signals() {}

  /// Accepts a number but 0, or a name with or without `SIG`, in any case.
  static void check(String signal) throws PlanException {
    try {
      if (Integer.parseInt(signal) != 0) {
        return;
      }
    } catch (NumberFormatException e) {
      String name = signal.toUpperCase(Locale.ROOT);
      name = name.startsWith("SIG") ? name.substring(3) : name;
      if (NAMES.contains(name) || isRealtime(name)) {
        return;
      }
      throw new PlanException(
          "'" + signal + "' is not a signal", signal, Suggestion.advice(name, NAMES, true));
    }
    throw new PlanException("'" + signal + "' is not a signal", signal);
  }

  private static boolean isRealtime(String name) {
    for (int i = 0; i <= REALTIME_BEFORE; i++) {
      String suffix = i == 0 ? "" : "+" + i;
      if (name.equals("RTMIN" + suffix)) {
        return true;
      }
      if (i <= REALTIME_AFTER && name.equals("RTMAX" + suffix.replace('+', '-'))) {
        return true;
      }
    }
    return false;
  }
}
