package dev.jbuild.builder.cache;

import dev.jbuild.builder.progress.Progress;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.image.json.Times;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.References;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Results of steps by their keys, kept in the store across builds and processes.
///
/// A record that cannot be read, or whose layer has gone or is damaged, is no result: the step is
/// carried out again and replaces it, with a warning. Found layers are kept by the build's lease.
/// Safe for use by several threads.
public final class BuildCache {
  private static final long SCHEMA = 1;

  private final Records records;
  private final Lease lease;
  private final RecordQueue queue;
  private final Progress progress;

  /// A cache for one build.
  ///
  /// @param lease keeps what is found until the build ends
  /// @param queue writes what is put
  /// @param progress is warned of damage
  public BuildCache(Store store, Lease lease, RecordQueue queue, Progress progress) {
    this.records = store.records("cache");
    this.lease = lease;
    this.queue = queue;
    this.progress = progress;
  }

  /// The result of an earlier step with these inputs.
  public Optional<CachedLayer> find(CacheKey key) throws IOException {
    Optional<Records.Entry> entry;
    try {
      entry = records.get(key.digest().hex());
    } catch (ContentException.Corrupt e) {
      damaged("a step", "its record in the build cache cannot be read");
      return Optional.empty();
    }
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    JsonObject body = entry.get().body();
    LayerId id;
    Instant created;
    try {
      if (body.requireInteger("schema") != SCHEMA) {
        return Optional.empty();
      }
      id = body.parsed("layer", LayerId::parse);
      created = body.parsed("created", Instant::parse);
    } catch (JsonException e) {
      return Optional.empty();
    }
    Optional<Layer> layer = lease.keep(id);
    if (layer.isEmpty()) {
      damaged("'" + body.text("step") + "'", "its layer " + id + " is missing or damaged");
    }
    return layer.map(l -> new CachedLayer(l, created));
  }

  private void damaged(String step, String what) {
    progress.warn(
        "%s runs again: %s; 'jbuild system check --repair' repairs the store".formatted(step, what),
        "");
  }

  /// Notes the result of a step; it is in the store for good once the queue was flushed.
  ///
  /// @param step the instruction as people know it
  /// @param millis how long it took
  public void put(CacheKey key, CachedLayer result, String step, long millis) {
    JsonObject body =
        JsonObject.builder()
            .put("schema", SCHEMA)
            .put("step", step)
            .put("layer", result.layer().id().toString())
            .put("created", Times.write(result.created()))
            .put("millis", millis)
            .put("inputs", key.inputs())
            .build();
    queue.add(key.digest().hex(), body, References.toLayers(List.of(result.layer())));
  }
}
