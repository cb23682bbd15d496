package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `HEALTHCHECK`: how to find out whether a container works.
///
/// @param test `NONE`, or `CMD` and the arguments, or `CMD-SHELL` and the command text
/// @param intervalNanos zero: inherit the default; the same for the other durations and the retries
public record HealthcheckInstruction(
    Node node,
    List<String> test,
    long intervalNanos,
    long timeoutNanos,
    long startPeriodNanos,
    long startIntervalNanos,
    int retries)
    implements Instruction {

  public HealthcheckInstruction {
    test = List.copyOf(test);
  }

  private static final FlagSet.Known FLAGS =
      new FlagSet.Known()
          .with(
              FlagSet.Kind.TEXT,
              "interval",
              "timeout",
              "start-period",
              "start-interval",
              "retries");

  private static final long SHORTEST = 1_000_000;

  static HealthcheckInstruction read(InstructionReader in) throws InvalidInstructionException {
    in.atLeastOneArgument();
    List<String> words = in.arguments();
    String type = words.getFirst().toUpperCase(Locale.ROOT);
    if (type.equals("NONE")) {
      if (words.size() > 1) {
        throw InstructionReader.invalid("HEALTHCHECK NONE takes no arguments", words.get(1));
      }
      return new HealthcheckInstruction(in.node(), List.of("NONE"), 0, 0, 0, 0, 0);
    }
    FlagSet flags = in.flags(FLAGS);
    if (!type.equals("CMD")) {
      throw InstructionReader.invalid(
          "'" + words.getFirst() + "' is neither CMD nor NONE", words.getFirst(), "try CMD");
    }
    if (words.size() == 1) {
      throw InstructionReader.invalid("HEALTHCHECK CMD has no command", words.getFirst());
    }
    List<String> test = new ArrayList<>(words);
    test.set(0, in.node().json() ? "CMD" : "CMD-SHELL");
    return new HealthcheckInstruction(
        in.node(),
        test,
        duration(flags, "interval"),
        duration(flags, "timeout"),
        duration(flags, "start-period"),
        duration(flags, "start-interval"),
        retries(flags.text("retries")));
  }

  private static long duration(FlagSet flags, String name) throws InvalidInstructionException {
    String text = flags.text(name);
    long nanos = text.isEmpty() ? 0 : DurationText.nanos(text);
    if (nanos != 0 && nanos < SHORTEST) {
      throw InstructionReader.invalid(
          "the flag --" + name + " is '" + text + "', less than one millisecond", text);
    }
    return nanos;
  }

  private static int retries(String text) throws InvalidInstructionException {
    if (text.isEmpty()) {
      return 0;
    }
    int retries;
    try {
      retries = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw InstructionReader.invalid("the flag --retries is '" + text + "', not a number", text);
    }
    if (retries < 0) {
      throw InstructionReader.invalid("the flag --retries is '" + text + "', less than 0", text);
    }
    return retries;
  }
}
