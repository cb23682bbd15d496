package dev.jbuild.layer.file;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.LayerId;
import java.nio.file.Path;

/// Where things lie in a store.
///
/// ```
/// store.json               schema version
/// lock                     one file whose byte ranges are all locks
/// content/sha256/HEX       content
/// ingest/sha256-HEX        content that is still coming, kept to be resumed
/// l/NAME/                  trees of layers; short names keep overlay mount data short
/// layers/sha256-HEX.json   a layer: its tree and what is known of it
/// records/KIND/KEY.json    records, images and names among them
/// sessions/PID-N/          temporary things of one process
/// unforced/BOOT_PID-N      layers whose trees were not forced to the disk
/// ```
public record StorePaths(Path root) {
  public Path schema() {
    return root.resolve("store.json");
  }

  public Path lock() {
    return root.resolve("lock");
  }

  /// The directory of content of one algorithm.
  public Path contents(Digest.Algorithm algorithm) {
    return root.resolve("content").resolve(algorithm.id());
  }

  public Path content(Digest digest) {
    return contents(digest.algorithm()).resolve(digest.hex());
  }

  public Path ingests() {
    return root.resolve("ingest");
  }

  public Path ingest(Digest digest) {
    return ingests().resolve(digest.algorithm().id() + "-" + digest.hex());
  }

  public Path trees() {
    return root.resolve("l");
  }

  public Path layerRecords() {
    return root.resolve("layers");
  }

  /// The record of a layer; ':' would be awkward in shells and lists of lower directories.
  public Path layerRecord(LayerId id) {
    return layerRecords().resolve(id.toString().replace(':', '-') + ".json");
  }

  /// The key that a layer record's file name stands for.
  ///
  /// @throws IllegalArgumentException when it is none
  public static LayerId layerId(String fileName) {
    if (!fileName.endsWith(".json")) {
      throw new IllegalArgumentException("'" + fileName + "' is no layer record");
    }
    return LayerId.parse(fileName.substring(0, fileName.length() - 5).replace('-', ':'));
  }

  public Path records(String kind) {
    return root.resolve("records").resolve(kind);
  }

  public Path sessions() {
    return root.resolve("sessions");
  }

  Path spared() {
    return root.resolve("unforced");
  }
}
