package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.shell.Variables;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Variables by name, in the order of their last assignment.
final class Scope implements Variables {

  /// @param place greater than those of all assignments before
  private record Variable(String name, String value, int place) {}

  private SharedMap<String, Variable> byName;
  private SharedMap<Integer, Variable> byPlace;
  private int places;
  private @Nullable List<String> list;

  Scope() {
    this(SharedMap.empty(), SharedMap.empty(), 0);
  }

  private Scope(
      SharedMap<String, Variable> byName, SharedMap<Integer, Variable> byPlace, int places) {
    this.byName = byName;
    this.byPlace = byPlace;
    this.places = places;
  }

  /// A scope that starts with these variables; both change on their own.
  Scope copy() {
    return new Scope(byName, byPlace, places);
  }

  void set(String name, String value) {
    unset(name);
    Variable variable = new Variable(name, value, places++);
    byName = byName.with(name, variable);
    byPlace = byPlace.with(variable.place, variable);
  }

  void unset(String name) {
    list = null;
    Variable before = byName.get(name);
    if (before != null) {
      byName = byName.without(name);
      byPlace = byPlace.without(before.place);
    }
  }

  @Override
  public @Nullable String get(String name) {
    Variable variable = byName.get(name);
    return variable == null ? null : variable.value;
  }

  int size() {
    return byName.size();
  }

  /// The names as they are now.
  Collection<String> names() {
    SharedMap<Integer, Variable> variables = byPlace;
    return new AbstractCollection<>() {
      @Override
      public Iterator<String> iterator() {
        return each(variables, Variable::name);
      }

      @Override
      public int size() {
        return variables.size();
      }
    };
  }

  /// All variables as `NAME=value`, as they are now. It is written out while it is read: lists of
  /// steps that see different variables share them.
  List<String> toList() {
    List<String> known = list;
    if (known == null) {
      SharedMap<Integer, Variable> variables = byPlace;
      known =
          new SharedList<>(variables.size(), () -> each(variables, v -> v.name + "=" + v.value));
      list = known;
    }
    return known;
  }

  private static <T> Iterator<T> each(
      SharedMap<Integer, Variable> variables, Function<Variable, T> form) {
    Iterator<Variable> all = variables.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public T next() {
        return form.apply(all.next());
      }
    };
  }
}
