package dev.jbuild.runtime;

import java.util.List;

/// Maps of user and group ids for a container in a user namespace of its own.
public record UserNamespace(List<IdRange> users, List<IdRange> groups) {
  public UserNamespace {
    users = List.copyOf(users);
    groups = List.copyOf(groups);
    if (users.isEmpty() || groups.isEmpty()) {
      throw new IllegalArgumentException("a user namespace needs at least one user and group");
    }
  }

  /// `count` ids from `inside` on are the host's from `outside` on.
  public record IdRange(long inside, long outside, long count) {
    public IdRange {
      if (inside < 0 || outside < 0 || count < 1 || Math.max(inside, outside) + count > 1L << 32) {
        throw new IllegalArgumentException(
            "id range " + inside + " " + outside + " " + count + " is not within 0 to 4294967294");
      }
    }
  }
}
