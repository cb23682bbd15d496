package dev.jbuild.layer;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that a store keeps, with its size and what keeps it. The sizes add up to the bytes of
/// all layers, all content and all left-overs; records and directories are not counted.
///
/// @param items layers and content, each once
/// @param unfinished bytes of downloads that were broken off
/// @param abandoned bytes that processes left which ended early
public record StoreUsage(List<Item> items, long unfinished, long abandoned) {
  public StoreUsage {
    items = List.copyOf(items);
  }

  /// A record that keeps something, such as an image or a cached step.
  ///
  /// @param kind the kind of records, such as `images`, `cache` or `containers`
  public record Holder(String kind, String key) {}

  /// One unpacked layer or one piece of content.
  ///
  /// @param name the key of the layer, or the digest
  /// @param layerOrNull set when it is an unpacked layer
  /// @param used when it was last made, found or asked to be kept
  /// @param holders what keeps it; empty for what the next garbage collection removes
  /// @param leased whether it is also kept because a process may be using it just now
  public record Item(
      String name,
      @Nullable LayerId layerOrNull,
      long size,
      Instant used,
      List<Holder> holders,
      boolean leased) {
    public Item {
      holders = List.copyOf(holders);
    }

    /// Whether a record of this kind keeps it.
    public boolean isHeldBy(String kind) {
      for (Holder holder : holders) {
        if (holder.kind().equals(kind)) {
          return true;
        }
      }
      return false;
    }
  }

  /// The bytes of everything.
  public long total() {
    return items.stream().mapToLong(Item::size).sum() + unfinished + abandoned;
  }
}
