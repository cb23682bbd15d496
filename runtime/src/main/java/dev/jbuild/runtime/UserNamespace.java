package dev.jbuild.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/// Maps of user and group ids for a container in a user namespace of its own.
public record UserNamespace(List<IdRange> users, List<IdRange> groups) {
  public UserNamespace {
    users = List.copyOf(users);
    groups = List.copyOf(groups);
    if (users.isEmpty() || groups.isEmpty()) {
      throw new IllegalArgumentException("a user namespace needs at least one user and group");
    }
  }

  /// The IDs that this process has, each mapped to itself: what a container is to have in a user
  /// namespace that an ordinary user has. Nothing for the system's first namespace.
  ///
  /// @throws IOException when the maps cannot be read
  public static Optional<UserNamespace> inherited() throws IOException {
    if (dev.jbuild.linux.UserNamespace.isInitial()) {
      return Optional.empty();
    }
    return Optional.of(new UserNamespace(own("uid_map"), own("gid_map")));
  }

  /// Whether a group exists in it.
  public boolean hasGroup(long id) {
    return groups.stream().anyMatch(r -> r.inside() <= id && id < r.inside() + r.count());
  }

  private static List<IdRange> own(String file) throws IOException {
    List<IdRange> ranges = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/self", file))) {
      StringTokenizer numbers = new StringTokenizer(line);
      long inside = Long.parseLong(numbers.nextToken());
      numbers.nextToken();
      ranges.add(new IdRange(inside, inside, Long.parseLong(numbers.nextToken())));
    }
    return ranges;
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
