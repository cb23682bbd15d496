package dev.jbuild.layer.snapshot;

import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// What decides whether the kernel mounts an overlay in a store: when it changes, it is worth
/// another try.
///
/// @param kernel the release, as uname(2) tells it
/// @param fileSystem kind and name of the one that the store is on
/// @param capabilities of this process, as proc(5) writes them
record Circumstances(String kernel, String fileSystem, String capabilities) {
  private static final String CAPABILITIES = "CapEff:";

  /// Those of this process and a store.
  static Circumstances of(Path root) throws IOException {
    FileStore store = Files.getFileStore(root);
    String capabilities = "";
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(CAPABILITIES)) {
        capabilities = line.substring(CAPABILITIES.length()).strip();
      }
    }
    return new Circumstances(
        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
        store.type() + " " + store.name(),
        capabilities);
  }

  static Circumstances read(JsonObject json) throws JsonException {
    return new Circumstances(
        json.requireString("kernel"),
        json.requireString("fileSystem"),
        json.requireString("capabilities"));
  }

  JsonObject write(String reason) {
    return JsonObject.builder()
        .put("driver", "copy")
        .put("reason", reason)
        .put("kernel", kernel)
        .put("fileSystem", fileSystem)
        .put("capabilities", capabilities)
        .build();
  }
}
