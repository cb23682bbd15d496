package dev.jbuild.runtime.cgroup;

import java.nio.file.Path;
import java.util.List;

/// A cgroup to be made for a container.
///
/// @param hierarchy where it is made
/// @param directory its directory, which must not exist yet
/// @param settings what is written into it, in this order
/// @param oomFile the file in it that counts out-of-memory kills, empty for none
/// @param deviceProgram eBPF instructions that decide on opening devices; empty for none
public record ControlGroup(
    Hierarchy hierarchy,
    Path directory,
    List<Setting> settings,
    String oomFile,
    List<Long> deviceProgram) {
  public ControlGroup {
    settings = List.copyOf(settings);
    deviceProgram = List.copyOf(deviceProgram);
  }

  /// A value for a file of a cgroup.
  public record Setting(String file, String value) {}
}
