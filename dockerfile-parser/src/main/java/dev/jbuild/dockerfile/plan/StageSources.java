package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.instruction.InvalidInstructionException;
import dev.jbuild.dockerfile.instruction.MountOptions;
import dev.jbuild.dockerfile.shell.ExpansionException;
import dev.jbuild.dockerfile.shell.Variables;
import dev.jbuild.dockerfile.shell.WordExpander;

/// Reads what `--from` and `from=` name.
final class StageSources {

  private StageSources() {}

  /// Whether expansion would change the name.
  static boolean hasVariable(String from, WordExpander words) throws PlanException {
    try {
      return !words.expandToText(from, Variables.none()).equals(from);
    } catch (ExpansionException e) {
      throw new PlanException("--from cannot be read: " + e.getMessage(), from);
    }
  }

  static boolean isNumber(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > start;
  }

  /// What a mount takes its files from before its other options are known; `scratch` without
  /// `from`.
  static String ofMount(String mount, boolean extras) throws PlanException {
    try {
      String from = MountOptions.from(mount, extras);
      return from.isEmpty() ? "scratch" : from;
    } catch (InvalidInstructionException e) {
      throw new PlanException(e.text(), e.about(), e.advice());
    }
  }
}
