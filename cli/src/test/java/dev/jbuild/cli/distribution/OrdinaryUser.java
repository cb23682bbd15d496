package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A user who is not root, and whom this machine need not know: `/etc/passwd` and the files of
/// subordinate IDs are others, in a mount namespace of each command's own. Sees the distribution at
/// a place that anybody may enter.
final class OrdinaryUser {
  private static final String BECOME =
      """
      set -eu
      etc=$1 uid=$2 seen=$3 distribution=$4
      shift 4
      mount --bind "$distribution" "$seen"
      for file in passwd group subuid subgid; do mount --bind "$etc/$file" "/etc/$file"; done
      cd "${HOME:-/}"
      exec setpriv --reuid "$uid" --regid "$uid" --clear-groups "$@"
      """;

  private final Distribution distribution;
  private final Path etc;
  private final Path home;
  private final Path seen;
  private final String name;
  private final int uid;
  private final boolean ids;

  /// @param work a directory that anybody may enter
  /// @param ids whether the user has 65536 subordinate IDs, from `uid` times 100000 on
  OrdinaryUser(Distribution distribution, Path work, String name, int uid, boolean ids)
      throws IOException {
    this.distribution = distribution;
    this.name = name;
    this.uid = uid;
    this.ids = ids;
    this.etc = Files.createDirectory(work.resolve(name + ".etc"));
    this.seen = Files.createDirectory(work.resolve(name + ".jbuild"));
    this.home = Files.createDirectory(work.resolve(name));
    give(home);
    file("passwd", "%s:x:%d:%d::%s:/bin/sh\n".formatted(name, uid, uid, home));
    file("group", "%s:x:%d:\n".formatted(name, uid));
    replace("subuid", range());
    replace("subgid", range());
  }

  static void needsThem() {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "needs root, to become ordinary users");
    for (String program : List.of("newuidmap", "setpriv", "unshare")) {
      assumeTrue(Command.installed(program), "needs " + program);
    }
    assumeTrue(Files.exists(Path.of("/etc/subuid")), "needs /etc/subuid");
  }

  private String range() {
    return ids ? "%s:%d:65536\n".formatted(name, uid * 100_000) : "";
  }

  private void file(String file, String more) throws IOException {
    replace(file, Files.readString(Path.of("/etc", file)) + more);
  }

  /// Gives the user's `/etc` another file.
  void replace(String file, String text) throws IOException {
    Files.writeString(etc.resolve(file), text);
  }

  /// Makes a file the user's.
  void give(Path file) throws IOException {
    Files.setAttribute(file, "unix:uid", uid);
    Files.setAttribute(file, "unix:gid", uid);
  }

  Path home() {
    return home;
  }

  Path store() {
    return home.resolve(".local/share/jbuild");
  }

  Command command(String... words) {
    List<String> all = new ArrayList<>(List.of("unshare", "-m", "--propagation", "private"));
    all.addAll(List.of("sh", "-c", BECOME, "sh", etc.toString(), Integer.toString(uid)));
    all.addAll(List.of(seen.toString(), distribution.home().toString()));
    all.addAll(Arrays.asList(words));
    return new Command(all.toArray(String[]::new))
        .with(Map.of("HOME", home.toString(), "USER", name, "SHELL", "/bin/sh"))
        .without("JBUILD_ROOT", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "DOCKER_CONFIG");
  }

  /// The command as the user calls it.
  String program() {
    return seen.resolve("bin/jbuild").toString();
  }

  Command jbuild(String... arguments) {
    return command(program()).and(arguments);
  }

  /// Runs jbuild, which has to succeed.
  Command.Result run(String... arguments) throws InterruptedException {
    return jbuild(arguments).run().succeeded();
  }

  /// Runs a script of the shell in `jbuild unshare`, with `$jbuild` for jbuild.
  Command.Result unshared(String script) throws InterruptedException {
    return jbuild("unshare", "sh", "-euc", "jbuild=$0; " + script, program()).run();
  }
}
