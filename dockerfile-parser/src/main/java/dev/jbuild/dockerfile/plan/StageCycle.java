package dev.jbuild.dockerfile.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks for stages that need each other; walks without calling itself, for stages may be many.
final class StageCycle {

  private StageCycle() {}

  private record Visit(StageState state, Iterator<StageState> rest) {}

  /// A stage that needs one it is itself needed by.
  record Cycle(StageState state, StageState needed) {}

  /// The first circle found, or null.
  static @Nullable Cycle find(List<StageState> states) {
    Set<StageState> done = new HashSet<>();
    for (StageState start : states) {
      Deque<Visit> path = new ArrayDeque<>();
      Set<StageState> onPath = new HashSet<>();
      if (done.add(start)) {
        path.addLast(new Visit(start, start.needs.keySet().iterator()));
        onPath.add(start);
      }
      while (!path.isEmpty()) {
        Visit visit = path.getLast();
        if (!visit.rest.hasNext()) {
          onPath.remove(visit.state);
          path.removeLast();
          continue;
        }
        StageState next = visit.rest.next();
        if (onPath.contains(next)) {
          return new Cycle(visit.state, next);
        }
        if (done.add(next)) {
          path.addLast(new Visit(next, next.needs.keySet().iterator()));
          onPath.add(next);
        }
      }
    }
    return null;
  }
}
