package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.shell.Variables;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Variables by name, in the order of their last assignment.
///
/// Lists of them are kept by steps, so each is a version of one [SharedMap] by place: one that has
/// changed little since the last list shares nearly all of it, another is made anew.
final class Scope implements Variables {

  /// @param place greater than those of all assignments before
  private record Variable(String name, String value, int place) {}

  private final Map<String, Variable> values;
  private int places;
  private SharedMap<Integer, Variable> listed = SharedMap.empty();
  private final List<Variable> gone = new ArrayList<>();
  private final List<Variable> added = new ArrayList<>();
  private @Nullable List<String> list;

  Scope() {
    this.values = new LinkedHashMap<>();
  }

  private Scope(Map<String, Variable> values) {
    this.values = new LinkedHashMap<>(values);
  }

  Scope copy() {
    Scope copy = new Scope(values);
    copy.places = places;
    copy.listed = listed;
    copy.gone.addAll(gone);
    copy.added.addAll(added);
    copy.list = list;
    return copy;
  }

  void set(String name, String value) {
    unset(name);
    Variable variable = new Variable(name, value, places++);
    values.put(name, variable);
    note(added, variable);
  }

  void unset(String name) {
    list = null;
    Variable before = values.remove(name);
    if (before != null) {
      note(gone, before);
    }
  }

  /// Keeps a change for the next list; of more changes than variables only that they were.
  private void note(List<Variable> changes, Variable variable) {
    if (changes.size() <= values.size()) {
      changes.add(variable);
    }
  }

  @Override
  public @Nullable String get(String name) {
    Variable variable = values.get(name);
    return variable == null ? null : variable.value;
  }

  Set<String> names() {
    return values.keySet();
  }

  /// All variables as `NAME=value`, as they are now; the same list until one is set.
  List<String> toList() {
    List<String> known = list;
    if (known == null) {
      update();
      SharedMap<Integer, Variable> now = listed;
      known = new SharedList<>(now.size(), () -> texts(now.iterator()));
      list = known;
    }
    return known;
  }

  private void update() {
    if (Math.max(gone.size(), added.size()) > values.size()) {
      listed = SharedMap.ofSorted(List.copyOf(values.values()), Variable::place);
    } else {
      gone.forEach(variable -> listed = listed.without(variable.place));
      for (Variable variable : added) {
        if (variable.equals(values.get(variable.name))) {
          listed = listed.with(variable.place, variable);
        }
      }
    }
    gone.clear();
    added.clear();
  }

  private static Iterator<String> texts(Iterator<Variable> variables) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return variables.hasNext();
      }

      @Override
      public String next() {
        Variable variable = variables.next();
        return variable.name + "=" + variable.value;
      }
    };
  }
}
