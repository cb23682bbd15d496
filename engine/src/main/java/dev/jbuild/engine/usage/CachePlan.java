package dev.jbuild.engine.usage;

import dev.jbuild.engine.image.Moments;
import dev.jbuild.engine.usage.PrunePlan.Kept;
import dev.jbuild.layer.StoreUsage.Holder;
import dev.jbuild.layer.StoreUsage.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chooses the steps of the build cache that go, least recently used first.
final class CachePlan {
  private final Inventory all;
  private final PruneRequest request;
  private final Set<Holder> going;
  private final List<Kept> kept;
  private final Instant now;
  private final Map<String, Item> items = new HashMap<>();

  /// @param going records that go already; those of the steps chosen are added
  CachePlan(Inventory all, PruneRequest request, Set<Holder> going, List<Kept> kept, Instant now) {
    this.all = all;
    this.request = request;
    this.going = going;
    this.kept = kept;
    this.now = now;
    all.usage().items().forEach(item -> items.put(item.name(), item));
  }

  List<PrunePlan.Step> run() {
    long left = size();
    List<PrunePlan.Step> steps = new ArrayList<>();
    for (Inventory.CachedStep step : all.steps()) {
      Item item = items.get(step.layer());
      String what = "step '" + step.step() + "'";
      if (request.keepCacheOrNull() != null && left <= request.keepCacheOrNull()) {
        kept.add(new Kept(what, "the build cache is within what shall be kept"));
      } else if (request.cache() == PruneRequest.Cache.UNSHARED && isShared(item)) {
        kept.add(new Kept(what, "an image or container needs its layer, so it costs nothing"));
      } else if (!fits(step)) {
        kept.add(new Kept(what, "it does not fit the filter"));
      } else {
        going.add(new Holder(Inventory.CACHE, step.key()));
        long freed = freed(item);
        left -= freed;
        steps.add(new PrunePlan.Step(step.key(), step.step(), freed));
      }
    }
    return steps;
  }

  /// The bytes of a layer that nothing keeps any more.
  private long freed(@Nullable Item item) {
    return item != null && !isShared(item) && going.containsAll(item.holders()) ? item.size() : 0;
  }

  /// The bytes that only the cache keeps, once what goes already is gone.
  private long size() {
    long size = 0;
    for (Item item : all.usage().items()) {
      size += item.isHeldBy(Inventory.CACHE) && !isShared(item) ? item.size() : 0;
    }
    return size;
  }

  private boolean isShared(@Nullable Item item) {
    if (item == null) {
      return false;
    }
    for (Holder holder : item.holders()) {
      if (!holder.kind().equals(Inventory.CACHE) && !going.contains(holder)) {
        return true;
      }
    }
    return false;
  }

  private boolean fits(Inventory.CachedStep step) {
    for (String filter : request.filters()) {
      if (filter.startsWith("until=")) {
        if (step.used().isAfter(Moments.parse(filter.substring("until=".length()), now))) {
          return false;
        }
      } else {
        return false; // a step has no labels
      }
    }
    return true;
  }
}
