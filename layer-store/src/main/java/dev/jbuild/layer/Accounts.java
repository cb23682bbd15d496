package dev.jbuild.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Users and groups of an image, from its `/etc/passwd` and `/etc/group`.
///
/// The files are those of the view, reached through its links only, and read when they are regular
/// files of a bounded size; nothing of the host's accounts and no name service is asked. Missing
/// files count as empty. Malformed lines are skipped, as runc does.
public final class Accounts {
  /// Who a process runs as.
  ///
  /// @param name the name in the passwd file, empty when the user is not in it
  /// @param groups supplementary groups, without `gid`
  /// @param home the home directory, `/` when the user is not in the passwd file
  public record Account(String name, long uid, long gid, List<Long> groups, String home) {
    public Account {
      groups = List.copyOf(groups);
    }
  }

  /// Who a file belongs to.
  public record Owner(long uid, long gid) {}

  private record User(String name, long uid, long gid, String home) {}

  private record Group(String name, long gid, List<String> members) {}

  /// More is not a list of users; hostile images have sent gigabytes (CVE-2024-9676).
  private static final int LIMIT = 10 << 20;

  /// The largest ID that docker takes.
  private static final long MAX_ID = Integer.MAX_VALUE;

  private final List<User> users;
  private final List<Group> groups;

  private Accounts(List<User> users, List<Group> groups) {
    this.users = users;
    this.groups = groups;
  }

  /// Reads the accounts of an image.
  ///
  /// @throws ContentException.Corrupt when a file is there but is not a regular file of sane size
  public static Accounts of(UnionView image) throws IOException {
    List<User> users = new ArrayList<>();
    for (String line : lines(image, "/etc/passwd")) {
      String[] f = line.split(":", -1);
      if (f.length >= 4 && isNumber(f[2]) && isNumber(f[3])) {
        String home = f.length > 5 && !f[5].isEmpty() ? f[5] : "/";
        users.add(new User(f[0], Long.parseLong(f[2]), Long.parseLong(f[3]), home));
      }
    }
    List<Group> groups = new ArrayList<>();
    for (String line : lines(image, "/etc/group")) {
      String[] f = line.split(":", -1);
      if (f.length >= 3 && isNumber(f[2])) {
        List<String> members = f.length > 3 ? List.of(f[3].split(",")) : List.of();
        groups.add(new Group(f[0], Long.parseLong(f[2]), members));
      }
    }
    return new Accounts(List.copyOf(users), List.copyOf(groups));
  }

  /// Finds who `USER user[:group]` means. Names go before numbers; a number need not be in the
  /// passwd file; without a group the user's own and all that list it as a member are taken, with
  /// one only that. The empty text is root.
  ///
  /// @throws IllegalArgumentException when a name is unknown or a number out of range
  public Account find(String userAndGroup) {
    int colon = userAndGroup.indexOf(':');
    String userText = colon < 0 ? userAndGroup : userAndGroup.substring(0, colon);
    String groupText = colon < 0 ? "" : userAndGroup.substring(colon + 1);
    Optional<User> user = userText.isEmpty() ? user("0") : user(userText);
    if (user.isEmpty() && !userText.isEmpty() && !isNumber(userText)) {
      throw unknown("user", userText, "/etc/passwd");
    }
    long uid = user.map(User::uid).orElseGet(() -> userText.isEmpty() ? 0 : id(userText));
    String name = user.map(User::name).orElse("");
    String home = user.map(User::home).orElse("/");
    if (!groupText.isEmpty()) {
      return new Account(name, uid, gid(groupText), List.of(), home);
    }
    long gid = user.map(User::gid).orElse(0L);
    List<Long> supplementary =
        name.isEmpty()
            ? List.of()
            : groups.stream()
                .filter(g -> g.members.contains(name))
                .map(Group::gid)
                .filter(g -> g != gid)
                .distinct()
                .toList();
    return new Account(name, uid, gid, supplementary, home);
  }

  /// Finds who `--chown=user[:group]` means. A user without a group owns with the group of the same
  /// number, or with the user's own group when it was given by name.
  ///
  /// @throws IllegalArgumentException when a name is unknown or a number out of range
  public Owner owner(String userAndGroup) {
    int colon = userAndGroup.indexOf(':');
    String userText = colon < 0 ? userAndGroup : userAndGroup.substring(0, colon);
    String groupText = colon < 0 ? "" : userAndGroup.substring(colon + 1);
    long uid = 0;
    long gid = 0;
    if (isNumber(userText)) {
      uid = id(userText);
      gid = uid;
    } else if (!userText.isEmpty()) {
      User user =
          first(users, u -> u.name.equals(userText))
              .orElseThrow(() -> unknown("user", userText, "/etc/passwd"));
      uid = user.uid;
      gid = user.gid;
    }
    return new Owner(uid, groupText.isEmpty() ? gid : gid(groupText));
  }

  private Optional<User> user(String nameOrId) {
    Optional<User> byName = first(users, u -> u.name.equals(nameOrId));
    return byName.isPresent() || !isNumber(nameOrId)
        ? byName
        : first(users, u -> u.uid == id(nameOrId));
  }

  private long gid(String nameOrId) {
    Optional<Group> byName = first(groups, g -> g.name.equals(nameOrId));
    if (byName.isPresent()) {
      return byName.get().gid;
    }
    if (!isNumber(nameOrId)) {
      throw unknown("group", nameOrId, "/etc/group");
    }
    return id(nameOrId);
  }

  private static <T> Optional<T> first(List<T> list, Predicate<T> wanted) {
    return list.stream().filter(wanted).findFirst();
  }

  private static IllegalArgumentException unknown(String what, String name, String file) {
    return new IllegalArgumentException(
        "%s '%s' is not in the image's %s; use its number or create it in the image"
            .formatted(what, name, file));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 18
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static long id(String number) {
    long id = Long.parseLong(number);
    if (id > MAX_ID) {
      throw new IllegalArgumentException(
          "user or group number %d is larger than %d".formatted(id, MAX_ID));
    }
    return id;
  }

  private static List<String> lines(UnionView image, String path) throws IOException {
    Optional<TreeEntry> file = image.stat(path, true);
    if (file.isEmpty()) {
      return List.of();
    }
    if (!file.get().isFile() || file.get().size() > LIMIT) {
      throw new ContentException.Corrupt(
          path + " of the image", "it is not a regular file of at most " + LIMIT + " bytes");
    }
    try (InputStream in = image.open(path)) {
      String text = new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8);
      return text.lines().filter(l -> !l.isEmpty() && !l.startsWith("#")).toList();
    }
  }
}
