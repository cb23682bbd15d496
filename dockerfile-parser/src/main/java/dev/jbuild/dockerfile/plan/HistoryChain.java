package dev.jbuild.dockerfile.plan;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// The steps of a stage's base, then its own. Those of the base are not copied until one of them is
/// asked for: in a long chain of stages, where only the last one's history is read, copies would
/// take memory with the square of its length.
///
/// Grows while its stage is planned, by [#append] only; afterwards it is safe for use by several
/// threads.
final class HistoryChain extends AbstractList<HistoryStep> implements RandomAccess {

  private final @Nullable HistoryChain base;
  private final int baseSize;
  private final List<HistoryStep> own = new ArrayList<>();
  private volatile HistoryStep @Nullable [] ofBase;

  /// @param base a chain that does not grow any more, or null
  HistoryChain(@Nullable HistoryChain base) {
    this.base = base;
    this.baseSize = base == null ? 0 : base.size();
  }

  void append(HistoryStep step) {
    own.add(step);
  }

  @Override
  public int size() {
    return baseSize + own.size();
  }

  @Override
  public HistoryStep get(int index) {
    return index >= baseSize ? own.get(index - baseSize) : ofBase()[index];
  }

  private HistoryStep[] ofBase() {
    HistoryStep[] known = ofBase;
    if (known == null) {
      known = new HistoryStep[baseSize];
      for (HistoryChain at = base; at != null; at = at.base) {
        for (int i = 0; i < at.own.size(); i++) {
          known[at.baseSize + i] = at.own.get(i);
        }
      }
      ofBase = known;
    }
    return known;
  }
}
