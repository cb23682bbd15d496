package dev.jbuild.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// `jbuild-launcher userns`, called by user 4321, whose `/etc` is the test's.
@ParameterizedClass
@EnumSource(Launchers.class)
class OrdinaryUserIT {
  private static final String BECOME =
      """
      set -eu
      etc=$1
      shift
      for file in passwd subuid subgid; do mount --bind "$etc/$file" "/etc/$file"; done
      mount --bind "$etc" /mnt
      exec setpriv --reuid 4321 --regid 4321 --clear-groups "$@"
      """;
  private static final String TELL =
      "tr -s ' ' </proc/self/uid_map; tr -s ' ' </proc/self/gid_map; env | grep _JBUILD | sort";

  @Parameter Launchers launcher;
  @TempDir Path directory;

  @BeforeEach
  void users() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to become another");
    for (String program : List.of("newuidmap", "setpriv", "unshare")) {
      assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)), "needs " + program);
    }
    assumeTrue(Files.exists(Path.of("/etc/subuid")), "needs /etc/subuid");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.copy(launcher.path(), directory.resolve("launcher"));
    Files.writeString(
        directory.resolve("passwd"),
        Files.readString(Path.of("/etc/passwd")) + "ann:x:4321:4321::/:/bin/sh\n");
    ranges("ann:200000:65536\n");
  }

  private void ranges(String text) throws IOException {
    Files.writeString(directory.resolve("subuid"), text);
    Files.writeString(directory.resolve("subgid"), text);
  }

  private record Ended(int exitCode, String output) {}

  private Ended run(String... command) throws IOException, InterruptedException {
    return runAfter("", command);
  }

  /// @param before a line of shell that is run before the launcher
  private Ended runAfter(String before, String... command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("unshare", "-m", "--propagation", "private"));
    words.addAll(List.of("sh", "-c", BECOME, "sh", directory.toString(), "/bin/sh", "-c"));
    words.addAll(List.of(before + "\nexec \"$@\"", "sh", "/mnt/launcher", "userns", "--"));
    words.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("USER", "ann");
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out);
  }

  private String told() throws IOException, InterruptedException {
    return run("sh", "-c", TELL).output();
  }

  @Test
  void theCallerIsRootAndTheRangesFollow() throws Exception {
    String map = " 0 4321 1\n 1 200000 65536\n";
    assertEquals(map + map + "_JBUILD_USERNS=4321:4321\n", told());
    String overlay =
        "cd $(mktemp -d); mkdir l u w m; mount -t overlay o -o"
            + " userxattr,lowerdir=l,upperdir=u,workdir=w m; touch m/f; chown 65536:7 m/f;"
            + " stat -c %u:%g u/f; cd m; rm -rf ../u";
    assertEquals("65536:7\n", run("sh", "-euc", overlay).output());
  }

  @Test
  void rangesComeByNameAndNumberAndOnceOnly() throws Exception {
    ranges("4321:300000:10\nbob:1:1\nann:200000:5\nann:200002:9\nann:4000:400\nann:0:0\nann:9");
    String map = " 0 4321 1\n 1 300000 10\n 11 200000 5\n";
    assertEquals(map + map + "_JBUILD_USERNS=4321:4321\n", told());
  }

  @Test
  void withoutRangesThereIsOneUser() throws Exception {
    ranges("");
    String problem = "_JBUILD_USERNS_PROBLEM=ids:/etc/subuid has no range for user 4321 (ann)\n";
    String map = " 0 4321 1\n";
    assertEquals(map + map + "_JBUILD_USERNS=4321:4321\n" + problem, told());
  }

  @Test
  void whatTheMappersSayIsTold() throws Exception {
    Files.writeString(directory.resolve("subgid"), "");
    assertTrue(told().contains("ids:/etc/subgid has no range for user 4321 (ann)"));
    ranges("ann:200000:10\n");
    Ended missing = runAfter("PATH=/nowhere", "/bin/sh", "-c", "PATH=/usr/bin; " + TELL);
    assertEquals(
        "_JBUILD_USERNS_PROBLEM=ids:newuidmap: it is not installed",
        missing.output().lines().reduce("", (_, line) -> line));
    // the name is USER's then, whom newuidmap does not believe
    Files.copy(
        Path.of("/etc/passwd"), directory.resolve("passwd"), StandardCopyOption.REPLACE_EXISTING);
    String refused = told();
    assertTrue(refused.startsWith(" 0 4321 1\n 0 4321 1\n_JBUILD_USERNS=4321:4321\n"), refused);
    assertTrue(refused.contains("_JBUILD_USERNS_PROBLEM=ids:newuidmap: "), refused);
  }

  @Test
  void exitCodesAndFailuresAreThoseOfAShell() throws Exception {
    assertEquals(7, run("sh", "-c", "exit 7").exitCode());
    assertEquals(128 + 9, run("sh", "-c", "kill -9 $$").exitCode());
    Ended missing = run("/mnt/nosuch");
    assertEquals(127, missing.exitCode());
    assertEquals(
        "jbuild-launcher: exec /mnt/nosuch: No such file or directory\n", missing.output());
    assertEquals(126, run("/mnt").exitCode());
    assertEquals(125, run().exitCode());
  }

  @Test
  void childrenAreWaitedForAlsoWhereTheCallerIgnoresThem() throws Exception {
    String ignoring = "set -- env --ignore-signal=CHLD \"$@\"";
    Ended ended = runAfter(ignoring, "cat", "/proc/self/uid_map", "/proc/self/status");
    assertEquals(
        "1 200000 65536",
        ended.output().lines().skip(1).findFirst().orElse("").strip().replaceAll(" +", " "));
    String ignored =
        ended.output().lines().filter(l -> l.startsWith("SigIgn:")).findFirst().orElse("");
    assertEquals(1, Long.parseLong(ignored.substring(8), 16) >> 16 & 1, ignored);
  }

  @Test
  void rootBecomesTheCommandAsItIs() throws Exception {
    Process process =
        new ProcessBuilder(launcher.path().toString(), "userns", "--", "sh", "-c", TELL)
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(
        Files.readString(Path.of("/proc/self/uid_map")).split("\n")[0].replaceAll(" +", " "),
        out.lines().findFirst().orElse(""));
    assertEquals(0, out.lines().filter(line -> line.contains("_JBUILD")).count());
  }

  @Test
  void filesOfAnyContentAreReadSafely() throws Exception {
    Random random = new Random(7);
    String letters = "ann4321:::00999\n\n\0x#";
    for (int round = 0; round < 10; round++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "ann:" + "9".repeat(2000) : "");
      for (int i = 0; i < 20_000; i++) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      ranges(text + "\nann:200000:65536");
      Files.writeString(directory.resolve("passwd"), text + "\nann:x:4321:4321::/:/bin/sh\n");
      Ended ended = run("true");
      assertEquals(0, ended.exitCode(), ended.output());
    }
  }
}
