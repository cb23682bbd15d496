package dev.jbuild.engine.container;

import dev.jbuild.engine.container.ContainerSettings.MountPoint;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.Resources;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `docker inspect` tells of a container's place on its host: limits, mounts, networks.
/// Members that docker knows for options that there are not here have docker's defaults.
final class HostConfigDescription {
  private HostConfigDescription() {}

  static JsonObject of(ContainerSettings settings, boolean autoRemove) {
    Resources resources = settings.resources();
    return JsonObject.builder()
        .put("Binds", binds(settings.mounts()))
        .put("NetworkMode", network(settings))
        .put(
            "RestartPolicy",
            JsonObject.builder().put("Name", "no").put("MaximumRetryCount", 0).build())
        .put("AutoRemove", autoRemove)
        .put("CapAdd", null)
        .put("CapDrop", null)
        .put("CgroupnsMode", "private")
        .put("IpcMode", "private")
        .put("PidMode", "")
        .put("Privileged", false)
        .put("ReadonlyRootfs", false)
        .put("SecurityOpt", null)
        .put("UTSMode", "")
        .put("UsernsMode", "")
        .put("ShmSize", 64 << 20)
        .put("Memory", resources.memory())
        .put("MemorySwap", memorySwap(resources))
        .put("NanoCpus", resources.nanoCpus())
        .put("PidsLimit", resources.pids() == 0 ? null : resources.pids())
        .put("MaskedPaths", ContainerSpec.DEFAULT_MASKED_PATHS)
        .put("ReadonlyPaths", ContainerSpec.DEFAULT_READ_ONLY_PATHS)
        .build();
  }

  /// Docker shows the limit that follows from that of memory.
  private static long memorySwap(Resources resources) {
    return resources.memorySwap() == 0 ? 2 * resources.memory() : resources.memorySwap();
  }

  private static @Nullable List<String> binds(List<MountPoint> mounts) {
    List<String> binds = new ArrayList<>();
    for (MountPoint mount : mounts) {
      if (mount.chosen()) {
        String source = mount.volume().isEmpty() ? mount.source().toString() : mount.volume();
        binds.add(source + ":" + mount.target() + (mount.readOnly() ? ":ro" : ""));
      }
    }
    return binds.isEmpty() ? null : binds;
  }

  static List<JsonObject> mounts(List<MountPoint> mounts) {
    List<JsonObject> described = new ArrayList<>();
    for (MountPoint mount : mounts) {
      JsonObject.Builder json = JsonObject.builder();
      if (mount.volume().isEmpty()) {
        json.put("Type", "bind");
      } else {
        json.put("Type", "volume").put("Name", mount.volume());
      }
      json.put("Source", mount.source().toString()).put("Destination", mount.target());
      if (!mount.volume().isEmpty()) {
        json.put("Driver", "local");
      }
      described.add(
          json.put("Mode", mount.readOnly() ? "ro" : "")
              .put("RW", !mount.readOnly())
              .put("Propagation", mount.volume().isEmpty() ? "rprivate" : "")
              .build());
    }
    return described;
  }

  static String network(ContainerSettings settings) {
    return settings.network() == NetworkMode.NONE ? "none" : "host";
  }
}
