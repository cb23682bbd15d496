package dev.jbuild.layer;

import dev.jbuild.image.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Small JSON documents by key, for what other modules remember: cache results, container state.
///
/// Each record is one file, replaced by rename: a reader sees the old or the new document, never a
/// mixture, and two processes never lose each other's records of other keys. Use [#update] where
/// the new document depends on the old one.
public interface Records {
  /// A record as it was read.
  ///
  /// @param written when it was last put
  /// @param references what it keeps from garbage collection
  record Entry(String key, JsonObject body, References references, Instant written) {}

  /// The document and references that an update puts.
  record Draft(JsonObject body, References references) {}

  /// Computes a new document from the old one.
  @FunctionalInterface
  interface Change {
    /// @param current the record as it is, null when there is none
    /// @return the record as it shall be, null to remove it
    @Nullable Draft apply(@Nullable Entry current) throws IOException;
  }

  /// The record with this key.
  ///
  /// @throws ContentException.Corrupt when its file cannot be read as a record
  Optional<Entry> get(String key) throws IOException;

  /// Puts a record in place of the one with this key. It survives the death of the process at once,
  /// a loss of power only after [Store#sync()].
  void put(String key, JsonObject body, References references) throws IOException;

  /// Reads and replaces one record while no other process changes records of this kind.
  void update(String key, Change change) throws IOException;

  /// Removes a record.
  ///
  /// @return whether it was there
  boolean remove(String key) throws IOException;

  /// All records of this kind, in the order of their keys. Records removed meanwhile are left out.
  List<Entry> list() throws IOException;

  /// The keys of all records of this kind, in order.
  List<String> keys() throws IOException;
}
