package dev.jbuild.runtime.cgroup;

import dev.jbuild.runtime.Resources;
import dev.jbuild.runtime.cgroup.ControlGroup.Setting;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Plans the cgroups of containers on this host: `PARENT/ID` in each hierarchy that matters.
///
/// Immutable; the hierarchies are those of the mount table it was made from.
public final class Cgroups {
  private static final List<String> WANTED_V1 =
      List.of("devices", "memory", "cpu", "cpuacct", "pids", "freezer");

  private final List<Hierarchy> hierarchies;

  public Cgroups(List<Hierarchy> hierarchies) {
    this.hierarchies = List.copyOf(hierarchies);
  }

  /// The cgroups a container needs; makes their parents where they are missing.
  ///
  /// Without a limit asked for, a host that lets us make no cgroup is fine: the list is empty then.
  ///
  /// @throws IOException when a limit is asked for and the host cannot set it
  public List<ControlGroup> plan(String parent, String id, Resources resources) throws IOException {
    List<ControlGroup> groups = new ArrayList<>();
    List<Hierarchy> chosen = chosen();
    requireControllers(chosen, resources);
    for (Hierarchy hierarchy : chosen) {
      Path parentDirectory = hierarchy.mountPoint().resolve(parent);
      try {
        Files.createDirectories(parentDirectory);
      } catch (IOException e) {
        if (resources.equals(Resources.UNLIMITED)) {
          return List.of();
        }
        throw new IOException(
            "make cgroup '" + parentDirectory + "' for the limits: " + reason(e), e);
      }
      if (hierarchy.version() == 2) {
        UnifiedSettings.delegate(hierarchy.mountPoint(), parentDirectory, resources);
      }
      groups.add(group(hierarchy, parentDirectory.resolve(id), resources));
    }
    return groups;
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
  }

  /// Version 1 where its controllers are, version 2 otherwise: in a mixed set-up version 2 has
  /// none.
  private List<Hierarchy> chosen() {
    List<Hierarchy> first =
        hierarchies.stream()
            .filter(h -> h.version() == 1 && h.options().stream().anyMatch(WANTED_V1::contains))
            .toList();
    return first.isEmpty() ? hierarchies.stream().filter(h -> h.version() == 2).toList() : first;
  }

  private static void requireControllers(List<Hierarchy> chosen, Resources r) throws IOException {
    for (String controller : UnifiedSettings.controllers(r)) {
      if (chosen.stream().noneMatch(h -> h.version() == 2 || h.controls(controller))) {
        throw new IOException(
            "limit '"
                + controller
                + "': this host has no such cgroup controller mounted, start without the limit");
      }
    }
  }

  private static ControlGroup group(Hierarchy hierarchy, Path directory, Resources resources) {
    if (hierarchy.version() == 2) {
      return new ControlGroup(
          hierarchy,
          directory,
          UnifiedSettings.of(resources),
          resources.memory() > 0 ? "memory.events" : "",
          DeviceProgram.compile(DeviceRule.DEFAULT));
    }
    List<Setting> settings = new ArrayList<>();
    if (hierarchy.controls("devices")) {
      settings.add(new Setting("devices.deny", "a"));
      DeviceRule.DEFAULT.forEach(r -> settings.add(new Setting("devices.allow", r.line())));
    }
    if (hierarchy.controls("memory") && resources.memory() > 0) {
      memory(settings, hierarchy.mountPoint(), resources);
    }
    if (hierarchy.controls("cpu") && resources.nanoCpus() > 0) {
      settings.add(new Setting("cpu.cfs_period_us", "100000"));
      settings.add(new Setting("cpu.cfs_quota_us", Long.toString(resources.nanoCpus() / 10_000)));
    }
    if (hierarchy.controls("pids") && resources.pids() > 0) {
      settings.add(new Setting("pids.max", Long.toString(resources.pids())));
    }
    String oomFile = hierarchy.controls("memory") ? "memory.oom_control" : "";
    return new ControlGroup(hierarchy, directory, settings, oomFile, List.of());
  }

  /// A new group has no limits, so the smaller one, of memory alone, comes first; the kernel
  /// refuses the pair the other way round.
  private static void memory(List<Setting> settings, Path root, Resources resources) {
    settings.add(new Setting("memory.limit_in_bytes", Long.toString(resources.memory())));
    // Without swap accounting in the kernel the file is not there, nor anything to limit.
    if (Files.exists(root.resolve("memory.memsw.limit_in_bytes"))) {
      long both = resources.memorySwap() == 0 ? 2 * resources.memory() : resources.memorySwap();
      settings.add(new Setting("memory.memsw.limit_in_bytes", Long.toString(both)));
    }
  }

  /// Removes the cgroups of one container, unless processes are in them.
  public void remove(String parent, String id) {
    for (Hierarchy hierarchy : chosen()) {
      remove(hierarchy.mountPoint().resolve(parent).resolve(id));
    }
  }

  /// Removes cgroups below `parent` that were made before a time and have no process in them.
  public void removeLeftovers(String parent, Instant madeBefore) {
    for (Hierarchy hierarchy : chosen()) {
      Path directory = hierarchy.mountPoint().resolve(parent);
      if (Files.isDirectory(directory)) {
        removeLeftovers(directory, madeBefore);
      }
    }
  }

  private static void removeLeftovers(Path parent, Instant madeBefore) {
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(parent, Files::isDirectory)) {
      for (Path group : groups) {
        if (Files.getLastModifiedTime(group).toInstant().isBefore(madeBefore)) {
          remove(group);
        }
      }
    } catch (IOException e) {
      return; // not ours to read, or another one just cleaned up: nothing is lost
    }
  }

  private static void remove(Path group) {
    try {
      Files.deleteIfExists(group);
    } catch (IOException e) {
      return; // in use
    }
  }
}
