package dev.jbuild.runtime.cgroup;

import dev.jbuild.runtime.Resources;
import dev.jbuild.runtime.cgroup.ControlGroup.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Limits in the words of cgroup version 2, and the controllers they need (cgroup-v2.rst, "Core
/// Interface Files").
final class UnifiedSettings {
  private static final int PERIOD = 100_000;

  private UnifiedSettings() {}

  /// The controllers without which the limits cannot be set.
  static List<String> controllers(Resources resources) {
    List<String> names = new ArrayList<>();
    if (resources.memory() > 0) {
      names.add("memory");
    }
    if (resources.nanoCpus() > 0) {
      names.add("cpu");
    }
    if (resources.pids() > 0) {
      names.add("pids");
    }
    return names;
  }

  static List<Setting> of(Resources resources) {
    List<Setting> settings = new ArrayList<>();
    long memory = resources.memory();
    if (memory > 0) {
      settings.add(new Setting("memory.max", Long.toString(memory)));
      // Swap alone is limited here, not memory and swap together.
      settings.add(
          new Setting(
              "memory.swap.max",
              switch (Long.signum(resources.memorySwap())) {
                case -1 -> "max";
                case 0 -> Long.toString(memory);
                default -> Long.toString(resources.memorySwap() - memory);
              }));
    }
    if (resources.nanoCpus() > 0) {
      settings.add(new Setting("cpu.max", resources.nanoCpus() / 10_000 + " " + PERIOD));
    }
    if (resources.pids() > 0) {
      settings.add(new Setting("pids.max", Long.toString(resources.pids())));
    }
    return settings;
  }

  /// Hands controllers down from the root to the parent of the containers' groups. All useful ones
  /// are tried, for later reading of statistics; those a limit needs must work.
  static void delegate(Path root, Path parent, Resources resources) throws IOException {
    List<String> needed = controllers(resources);
    for (String controller : List.of("cpu", "memory", "pids")) {
      for (Path directory : List.of(root, parent)) {
        try {
          enable(directory, controller);
        } catch (IOException e) {
          if (needed.contains(controller)) {
            throw new IOException(
                "hand cgroup controller '"
                    + controller
                    + "' down from '"
                    + directory
                    + "': "
                    + e.getMessage()
                    + ", start without that limit or where processes may be given cgroups",
                e);
          }
          break;
        }
      }
    }
  }

  private static void enable(Path directory, String controller) throws IOException {
    Path file = directory.resolve("cgroup.subtree_control");
    if (!List.of(Files.readString(file).strip().split(" ", -1)).contains(controller)) {
      Files.writeString(file, "+" + controller, StandardOpenOption.WRITE);
    }
  }
}
