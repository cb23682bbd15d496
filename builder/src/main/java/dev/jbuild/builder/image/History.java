package dev.jbuild.builder.image;

import dev.jbuild.dockerfile.plan.HistoryStep;
import dev.jbuild.image.HistoryEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The history of an image. Entries with a layer show when the layer was made; the others, for
/// which nothing was made, the time of the nearest layer of this build before them, or else after
/// them, so that a cached build gives the same bytes as the build that filled the cache.
final class History {
  private History() {}

  /// The history of the base, as it is, and the steps of this build.
  ///
  /// @param layerTimes when the layers of this build were made, lowest first
  static List<HistoryEntry> of(
      List<HistoryEntry> base, List<HistoryStep> steps, List<Instant> layerTimes) {
    List<@Nullable Instant> times = times(steps, layerTimes);
    @Nullable Instant before = last(base);
    @Nullable Instant firstNew = layerTimes.isEmpty() ? before : layerTimes.getFirst();
    List<HistoryEntry> history = new ArrayList<>(base);
    @Nullable Instant current = firstNew;
    for (int i = 0; i < steps.size(); i++) {
      @Nullable Instant own = times.get(i);
      current = own != null ? own : current;
      HistoryStep step = steps.get(i);
      history.add(
          new HistoryEntry(current, step.createdBy(), "", HistoryStep.COMMENT, step.emptyLayer()));
    }
    return history;
  }

  private static List<@Nullable Instant> times(List<HistoryStep> steps, List<Instant> layerTimes) {
    Iterator<Instant> next = layerTimes.iterator();
    List<@Nullable Instant> times = new ArrayList<>();
    for (HistoryStep step : steps) {
      if (!step.emptyLayer() && !next.hasNext()) {
        throw new IllegalStateException(
            "history has more steps with a layer than there are layers");
      }
      times.add(step.emptyLayer() ? null : next.next());
    }
    if (next.hasNext()) {
      throw new IllegalStateException("there are more layers than steps with a layer in history");
    }
    return times;
  }

  static @Nullable Instant last(List<HistoryEntry> history) {
    for (HistoryEntry entry : history.reversed()) {
      if (entry.createdOrNull() != null) {
        return entry.createdOrNull();
      }
    }
    return null;
  }
}
