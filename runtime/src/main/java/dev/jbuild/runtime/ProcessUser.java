package dev.jbuild.runtime;

import java.util.List;

/// The numeric identity a container's first process runs under. Ids are 0 to 4294967294.
public record ProcessUser(long uid, long gid, List<Long> groups) {

  /// The superuser of the container, in no further group.
  public static final ProcessUser ROOT = new ProcessUser(0, 0, List.of());

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
