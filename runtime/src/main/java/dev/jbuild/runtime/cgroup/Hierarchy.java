package dev.jbuild.runtime.cgroup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A cgroup hierarchy that is mounted on this host (cgroups(7)).
///
/// @param version 1 or 2
/// @param mountPoint where its root is
/// @param options of version 1, what to mount it with: its controllers, or `name=...`
public record Hierarchy(int version, Path mountPoint, List<String> options) {
  private static final List<String> CONTROLLERS =
      List.of(
          "blkio",
          "cpu",
          "cpuacct",
          "cpuset",
          "devices",
          "freezer",
          "hugetlb",
          "memory",
          "misc",
          "net_cls",
          "net_prio",
          "perf_event",
          "pids",
          "rdma");

  public Hierarchy {
    options = List.copyOf(options);
  }

  /// Whether this is version 1 with the controller.
  boolean controls(String controller) {
    return version == 1 && options.contains(controller);
  }

  /// Reads the hierarchies from the text of `/proc/self/mountinfo` (proc_pid_mountinfo(5)).
  public static List<Hierarchy> parse(String mountinfo) {
    List<Hierarchy> found = new ArrayList<>();
    for (String line : mountinfo.lines().toList()) {
      int dash = line.indexOf(" - ");
      if (dash < 0) {
        continue;
      }
      String[] left = line.substring(0, dash).split(" ", -1);
      String[] right = line.substring(dash + 3).split(" ", -1);
      if (left.length < 5 || right.length < 3) {
        continue;
      }
      Path mountPoint = Path.of(unescape(left[4]));
      // A second mount of the same hierarchy, say one bound into a container, brings nothing new.
      if (right[0].equals("cgroup2") && found.stream().noneMatch(h -> h.version == 2)) {
        found.add(new Hierarchy(2, mountPoint, List.of()));
      } else if (right[0].equals("cgroup")) {
        List<String> options =
            List.of(right[2].split(",", -1)).stream()
                .filter(o -> CONTROLLERS.contains(o) || o.startsWith("name="))
                .toList();
        if (!options.isEmpty() && found.stream().noneMatch(h -> h.options.equals(options))) {
          found.add(new Hierarchy(1, mountPoint, options));
        }
      }
    }
    return found;
  }

  /// Undoes the kernel's octal escapes of blanks and backslashes.
  private static String unescape(String text) {
    return text.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
