package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.instruction.ArgDeclaration;
import dev.jbuild.dockerfile.instruction.ArgInstruction;
import dev.jbuild.dockerfile.instruction.EnvInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.instruction.KeyValue;
import dev.jbuild.dockerfile.instruction.UnsetInstruction;
import dev.jbuild.dockerfile.shell.Expansion;
import dev.jbuild.dockerfile.shell.ExpansionException;
import dev.jbuild.dockerfile.shell.WordExpander;
import java.util.ArrayList;
import java.util.List;

/// The variables of a stage whose values follow from the file and the build arguments alone, before
/// any base image is known. It is what `--from` may use, for that decides which images are asked
/// for.
final class ConstantScope {

  private final PlanRun.PlanContext context;
  private final Scope global;
  private final Scope known;

  ConstantScope(PlanRun.PlanContext context, Scope global) {
    this(context, global, new Scope());
  }

  private ConstantScope(PlanRun.PlanContext context, Scope global, Scope known) {
    this.context = context;
    this.global = global;
    this.known = known;
  }

  /// Takes over a variable of another scope.
  void set(String name, Scope from) {
    String value = from.get(name);
    if (value != null) {
      known.set(name, value);
    }
  }

  /// A word with its variables replaced, unknown ones by nothing.
  String text(String word) throws PlanException {
    try {
      return context.budget().spendOn(words().expand(word, known)).text();
    } catch (ExpansionException e) {
      throw new PlanException(String.valueOf(e.getMessage()), word);
    }
  }

  /// The scope that a stage begins with which stands on this one.
  ConstantScope copy() {
    return new ConstantScope(context, global, known.copy());
  }

  /// Takes in what an instruction does to variables.
  void accept(Instruction instruction) throws PlanException {
    switch (instruction) {
      case ArgInstruction arg -> {
        for (ArgDeclaration declaration : arg.declarations()) {
          declare(declaration);
        }
      }
      case EnvInstruction env -> assign(env.variables());
      case UnsetInstruction unset when unset.kind() == UnsetInstruction.Kind.ENV ->
          unset.names().forEach(known::unset);
      default -> {}
    }
  }

  private void declare(ArgDeclaration declaration) throws PlanException {
    String name = declaration.name();
    String given = context.options().buildArgs().get(name);
    String standard = declaration.value();
    if (given != null) {
      known.set(name, given);
    } else if (standard != null) {
      setOrForget(name, standard);
    } else {
      String outer = global.get(name);
      if (outer != null) {
        known.set(name, outer);
      }
    }
  }

  private void assign(List<KeyValue> pairs) throws PlanException {
    List<String> values = new ArrayList<>(pairs.size());
    Scope before = known.copy();
    for (KeyValue pair : pairs) {
      values.add(pair.value());
    }
    for (int i = 0; i < pairs.size(); i++) {
      setOrForget(pairs.get(i).name(), values.get(i), before);
    }
  }

  private void setOrForget(String name, String word) throws PlanException {
    setOrForget(name, word, known);
  }

  /// Sets a variable to a value that uses known ones only; any other value makes it unknown.
  private void setOrForget(String name, String word, Scope scope) throws PlanException {
    try {
      Expansion value = context.budget().spendOn(words().expand(word, scope));
      if (value.unset().isEmpty()) {
        known.set(name, value.text());
        return;
      }
    } catch (ExpansionException e) {
      // an error where the instruction itself is evaluated
    }
    known.unset(name);
  }

  /// The name that a `from` with variables stands for.
  String name(String from) throws PlanException {
    try {
      Expansion value = context.budget().spendOn(words().expand(from, known));
      for (String name : value.unset()) {
        throw new PlanException(
            "'" + name + "' in '" + from + "' has no value before the build starts",
            from,
            "declare it with ARG, or set it with ENV, above this line");
      }
      if (value.text().isEmpty()) {
        throw new PlanException("'" + from + "' is empty once its variables are expanded", from);
      }
      return value.text();
    } catch (ExpansionException e) {
      throw new PlanException("'" + from + "' cannot be read: " + e.getMessage(), from);
    }
  }

  private WordExpander words() {
    return context.expansions().words();
  }
}
