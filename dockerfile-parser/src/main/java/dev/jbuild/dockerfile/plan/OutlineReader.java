package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.instruction.ArgDeclaration;
import dev.jbuild.dockerfile.instruction.ArgInstruction;
import dev.jbuild.dockerfile.instruction.FromInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.shell.Expansion;
import dev.jbuild.dockerfile.shell.ExpansionException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lists what the stages of a finished planning take from outside, as BuildKit does: of the
/// arguments before the first FROM those that are used, of the others all.
final class OutlineReader {

  private record Global(Outline.Argument argument, Set<String> uses) {}

  private final PlanRun.PlanContext context;
  private final Scope scope;
  private final Map<String, Global> globals = new HashMap<>();
  private final Map<String, Outline.Argument> arguments = new LinkedHashMap<>();
  private final Map<String, Outline.Need> secrets = new LinkedHashMap<>();
  private final Map<String, Outline.Need> agents = new LinkedHashMap<>();
  private final Map<String, Outline.Cache> caches = new LinkedHashMap<>();

  OutlineReader(PlanRun.PlanContext context, Scope globalScope) {
    this.context = context;
    this.scope = globalScope;
    for (ArgInstruction arg : context.file().globalArgs()) {
      for (ArgDeclaration declaration : arg.declarations()) {
        String standard = declaration.value();
        globals.put(
            declaration.name(),
            new Global(
                argument(declaration, globalScope.get(declaration.name()), arg),
                standard == null ? Set.of() : names(standard)));
      }
    }
  }

  private static Outline.Argument argument(
      ArgDeclaration declaration, @Nullable String value, ArgInstruction arg) {
    return new Outline.Argument(
        declaration.name(), declaration.description(), value == null ? "" : value, arg.range());
  }

  /// @param reached states that the target needs, the target first
  Outline read(Set<StageState> reached) {
    StageState target = reached.iterator().next();
    for (StageState state : reached) {
      addArguments(state);
      state.operations.forEach(this::addMounts);
    }
    Stage stage = target.stage;
    return new Outline(
        target.name(),
        stage == null ? "" : stage.from().description(),
        sorted(arguments, Comparator.comparingInt(a -> a.range().startLine())),
        sorted(secrets, Comparator.comparingInt(n -> n.range().startLine())),
        sorted(agents, Comparator.comparingInt(n -> n.range().startLine())),
        sorted(caches, Comparator.comparingInt(c -> c.range().startLine())));
  }

  private static <T> List<T> sorted(Map<String, T> values, Comparator<T> order) {
    List<T> list = new ArrayList<>(values.values());
    list.sort(order);
    return list;
  }

  private void addArguments(StageState state) {
    Stage stage = state.stage;
    if (stage == null) {
      return;
    }
    Map<String, Outline.Argument> own = new LinkedHashMap<>();
    Set<String> used = new LinkedHashSet<>();
    FromInstruction from = stage.from();
    used.addAll(names(from.base()));
    used.addAll(names(from.platform()));
    for (Instruction instruction : stage.instructions()) {
      if (instruction instanceof ArgInstruction arg) {
        for (ArgDeclaration declaration : arg.declarations()) {
          addDeclared(state, arg, declaration, own, used);
        }
      }
    }
    for (String name : withUses(used)) {
      Outline.Argument argument = own.get(name);
      Global global = globals.get(name);
      if (argument == null && global != null) {
        argument = global.argument;
      }
      if (argument != null) {
        arguments.putIfAbsent(name, argument);
      }
    }
  }

  /// An argument that only repeats a global one is that one.
  private void addDeclared(
      StageState state,
      ArgInstruction arg,
      ArgDeclaration declaration,
      Map<String, Outline.Argument> own,
      Set<String> used) {
    String name = declaration.name();
    used.add(name);
    boolean given = context.options().buildArgs().containsKey(name);
    boolean repeats = declaration.value() == null && !given && scope.get(name) != null;
    if (!repeats) {
      own.put(name, argument(declaration, valueOf(state, name), arg));
    }
  }

  private static @Nullable String valueOf(StageState state, String name) {
    for (ArgDeclaration declaration : state.args.reversed()) {
      if (declaration.name().equals(name)) {
        return declaration.value();
      }
    }
    return null;
  }

  /// The names and those of the global arguments that their defaults use.
  private Set<String> withUses(Set<String> names) {
    Set<String> all = new LinkedHashSet<>();
    List<String> todo = new ArrayList<>(names);
    while (!todo.isEmpty()) {
      String name = todo.removeLast();
      Global global = globals.get(name);
      if (all.add(name) && global != null) {
        todo.addAll(global.uses);
      }
    }
    return all;
  }

  private Set<String> names(String word) {
    try {
      Expansion expansion = context.expansions().words().expand(word, scope);
      Set<String> names = new HashSet<>(expansion.used());
      names.addAll(expansion.unset());
      return names;
    } catch (ExpansionException e) {
      return Set.of(); // planning has reported it
    }
  }

  private void addMounts(Operation operation) {
    if (!(operation instanceof Operation.Run run)) {
      return;
    }
    for (Mount mount : run.mounts()) {
      switch (mount) {
        case Mount.Secret s ->
            secrets.putIfAbsent(s.id(), new Outline.Need(s.id(), s.required(), run.step().range()));
        case Mount.Ssh s -> {
          String id = s.id().isEmpty() ? "default" : s.id();
          agents.putIfAbsent(id, new Outline.Need(id, s.required(), run.step().range()));
        }
        case Mount.Cache c ->
            caches.putIfAbsent(c.id(), new Outline.Cache(c.id(), run.step().range()));
        case Mount.Bind _, Mount.Tmpfs _ -> {}
      }
    }
  }
}
