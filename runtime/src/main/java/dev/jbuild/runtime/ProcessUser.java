package dev.jbuild.runtime;

import java.util.ArrayList;
import java.util.List;

/// The numeric identity a container's first process runs under. Ids are 0 to 4294967294.
public record ProcessUser(long uid, long gid, List<Long> groups) {

  /// The superuser of the container, in no further group.
  public static final ProcessUser ROOT = new ProcessUser(0, 0, List.of());

  /// The identity of a user that was looked up. The primary group is among the supplementary ones
  /// too, as docker, containerd and BuildKit do since CVE-2022-36109: a file that its group may not
  /// read stays unreadable after a set-group-id program has changed the primary group.
  public static ProcessUser of(long uid, long gid, List<Long> groups) {
    List<Long> all = new ArrayList<>();
    all.add(gid);
    for (Long group : groups) {
      if (group != gid) {
        all.add(group);
      }
    }
    return new ProcessUser(uid, gid, all);
  }

  public ProcessUser {
    groups = List.copyOf(groups);
    requireId("user", uid);
    requireId("group", gid);
    groups.forEach(g -> requireId("supplementary group", g));
  }

  private static void requireId(String what, long id) {
    if (id < 0 || id >= 0xffff_ffffL) {
      throw new IllegalArgumentException(what + " id " + id + " is not within 0 to 4294967294");
    }
  }
}
