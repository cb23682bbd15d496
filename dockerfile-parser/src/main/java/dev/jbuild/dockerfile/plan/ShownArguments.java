package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.instruction.ArgDeclaration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The arguments of a stage as history shows them before a command, `|2 A=1 B=2 `. The text is kept
/// and grows with the arguments, for a stage may have as many commands as arguments.
final class ShownArguments {

  private final List<ArgDeclaration> args;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final StringBuilder pairs = new StringBuilder();
  private @Nullable String text;
  private int read;
  private boolean stale;

  /// @param args the arguments of the stage, which others add to
  ShownArguments(List<ArgDeclaration> args) {
    this.args = args;
  }

  /// Tells that a variable is no longer what it was.
  void changed(String name) {
    stale = stale || values.containsKey(name);
  }

  String text(Scope environment, Budget budget) throws PlanException {
    String known = text;
    if (known == null || stale || read < args.size()) {
      known = renewed(environment, budget);
      text = known;
    }
    return known;
  }

  private String renewed(Scope environment, Budget budget) throws PlanException {
    int before = read;
    for (; read < args.size(); read++) {
      ArgDeclaration arg = args.get(read);
      String shown = value(arg, environment);
      stale = stale || values.put(arg.name(), shown) != null;
      append(arg.name(), shown);
    }
    budget.spend(read - before);
    if (stale) {
      budget.spend(args.size());
      for (ArgDeclaration arg : args) {
        values.put(arg.name(), value(arg, environment));
      }
      pairs.setLength(0);
      values.forEach(this::append);
      stale = false;
    }
    return values.isEmpty() ? "" : "|" + values.size() + pairs + " ";
  }

  private static String value(ArgDeclaration arg, Scope environment) {
    String value = environment.get(arg.name());
    String declared = arg.value();
    return value != null ? value : declared == null ? "" : declared;
  }

  private void append(String name, String value) {
    pairs.append(' ').append(name).append('=').append(value);
  }
}
