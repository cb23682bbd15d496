package dev.jbuild.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.cli.TestInvocation.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that look into the store and look after it, in this process.
class StoreCommandsIT {
  @TempDir Path directory;
  private String root = "store";

  @BeforeAll
  static void needsRoot() throws IOException {
    assumeTrue(
        (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0,
        "unpacking images of root's files needs root");
  }

  @BeforeEach
  void image() throws IOException {
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    try (InputStream program =
            StoreCommandsIT.class
                .getClassLoader()
                .getResourceAsStream("dev/jbuild/runtime/launch/" + machine + "/jbuild-launcher");
        TarArchiveOutputStream out =
            new TarArchiveOutputStream(Files.newOutputStream(directory.resolve("base.tar")))) {
      byte[] bytes = program.readAllBytes();
      TarArchiveEntry entry = new TarArchiveEntry("launcher");
      entry.setSize(bytes.length);
      entry.setMode(0100755);
      out.putArchiveEntry(entry);
      out.write(bytes);
      out.closeArchiveEntry();
    }
    ok("import", "base.tar", "base:1");
    Path context = Files.createDirectory(directory.resolve("context"));
    Files.writeString(context.resolve("one"), "1".repeat(5000));
    Files.writeString(context.resolve("two"), "22");
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM base:1\nLABEL a.b=c\nENV A=1 B=2\nCOPY one /file\nCOPY two /file\n");
    ok("build", "-q", "-t", "app:1", "context");
  }

  @AfterEach
  void nothingStaysMounted() throws IOException {
    run("umount", "-af");
    run("image", "umount", "-af");
    assertFalse(
        Files.readString(Path.of("/proc/self/mounts")).contains(directory.toString()),
        "something below the store is still mounted");
  }

  private Result run(String... arguments) {
    return new TestInvocation(directory)
        .with("JBUILD_ROOT", directory.resolve(root).toString())
        .run(arguments);
  }

  private String ok(String... arguments) {
    Result result = run(arguments);
    assertEquals(0, result.exitCode(), () -> String.join(" ", arguments) + "\n" + result.err());
    return result.out();
  }

  private void fails(String message, String... arguments) {
    Result result = run(arguments);
    assertEquals(1, result.exitCode(), result.out() + result.err());
    assertTrue(result.err().contains(message), result.err());
  }

  private void sound() {
    assertTrue(ok("system", "check").endsWith(" is sound\n"));
  }

  @Test
  void loadsWhatItSavedInEveryForm() throws IOException {
    ok("tag", "app:1", "app:2");
    String id = ok("inspect", "-f", "{{.Id}}", "app:1");
    ok("save", "-o", "docker.tar", "app", "base:1");
    ok("save", "--format", "oci-archive", "-o", "oci.tar", "app", "base:1");
    ok("save", "--format", "oci-dir", "-o", "layout", "app", "base:1");
    for (String archive : List.of("docker.tar", "oci.tar", "layout")) {
      root = "store of " + archive;
      assertEquals(
          "Loaded image: app:1\nLoaded image: app:2\nLoaded image: base:1\n",
          ok("load", "-i", archive));
      assertEquals(id, ok("inspect", "--format={{.ID}}", "app:2"));
      assertEquals(2, ok("images", "-q").lines().count());
      ok("run", "--rm", "app:1", "/launcher", "kill", "9999999", "1", "9");
      assertEquals(List.of(), plainTars(), "the files are there already, unpacked");
      ok("save", "-o", "again.tar", "app", "base:1");
      assertEquals(
          -1, Files.mismatch(directory.resolve("docker.tar"), directory.resolve("again.tar")));
      sound();
    }
    fails(
        "can't load 'base.tar': the archive is damaged: it has neither", "load", "-i", "base.tar");
    fails("no such file or directory", "load", "-i", "nothing");
    fails("it does not begin as a tar does", "load", "-i", "context/Dockerfile");
    fails(
        "no such file or directory: '" + directory.resolve("no") + "'",
        "save",
        "-o",
        "no/x",
        "app");
    fails("| jbuild import -'", "import", "https://localhost/x.tar");
    assertEquals("linux\n", ok("version", "-f", "{{.Server.Os}}"));
    assertTrue(ok("version", "-f", "json").startsWith("{\"Client\":{\"Version\":"));
  }

  @Test
  void loadingAgainBringsBackWhatWasLost() throws IOException {
    ok("save", "-o", "docker.tar", "app:1");
    root = "loaded";
    ok("load", "-i", "docker.tar");
    List<Path> packed = packed();
    assertEquals(3, packed.size(), "a base and two layers");
    Files.delete(packed.getFirst());
    ok("load", "-i", "docker.tar");
    assertEquals(packed, packed());
    sound();
  }

  /// Content of the store that is packed with zstd.
  private List<Path> packed() throws IOException {
    List<Path> packed = new ArrayList<>();
    try (Stream<Path> content = Files.walk(directory.resolve(root).resolve("content"))) {
      for (Path file : content.filter(Files::isRegularFile).sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 4 && bytes[0] == 0x28 && bytes[1] == (byte) 0xb5) {
          packed.add(file);
        }
      }
    }
    return packed;
  }

  /// Content of the store that is a tar as it is.
  private List<Path> plainTars() throws IOException {
    List<Path> tars = new ArrayList<>();
    try (Stream<Path> content = Files.walk(directory.resolve(root).resolve("content"))) {
      for (Path file : content.filter(Files::isRegularFile).toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          byte[] start = in.readNBytes(262);
          if (start.length == 262 && new String(start, 257, 5, US_ASCII).equals("ustar")) {
            tars.add(file);
          }
        }
      }
    }
    return tars;
  }

  @Test
  void filtersAndFormatsLists() {
    assertEquals("app:1\nbase:1\n", ok("images", "--format", "{{.Repository}}:{{.Tag}}"));
    assertEquals("base\n", ok("images", "-f", "before=app:1", "--format", "{{.Repository}}"));
    assertEquals("app\n", ok("images", "-f", "since=base:1", "--format", "{{.Repository}}"));
    assertEquals("app\n", ok("images", "-f", "label=a.b=c", "--format", "{{.Repository}}"));
    assertEquals("base\n", ok("images", "-f", "label!=a.b", "--format", "{{.Repository}}"));
    assertEquals("base\n", ok("images", "-f", "reference=b*:*", "--format", "{{.Repository}}"));
    assertEquals("base\n", ok("images", "--format", "{{.Repository}}", "b?se"));
    assertEquals("", ok("images", "-q", "-f", "dangling=true"));
    assertEquals("", ok("images", "-q", "-f", "until=1h"));
    assertEquals(
        "TAG       REPOSITORY\n1         app\n1         base\n",
        ok("images", "--format", "table {{.Tag}}\\t{{.Repository}}"));
    assertTrue(ok("images", "--format", "json").startsWith("{\"Containers\":\"N/A\","));
    assertEquals(
        "2\n5000\n0\n0\n",
        ok("history", "-H=false", "--format", "{{.Size}}", "app:1")
            .lines()
            .limit(4)
            .map(l -> l + "\n")
            .reduce("", String::concat));
    assertEquals(
        "A=1\nB=2\nc\n",
        ok(
            "inspect",
            "-f",
            "{{range .Config.Env}}{{if eq . \"A=1\" \"B=2\"}}{{println .}}{{end}}{{end}}"
                + "{{index .Config.Labels \"a.b\"}}",
            "app:1"));
    fails(
        "template column 10: there is no member 'Nope'",
        "inspect",
        "-f",
        "{{.Config.Nope}}",
        "app:1");
    fails("template column 1: '{{' has no '}}'", "images", "--format", "{{.ID");
    fails("filter 'x' is not KEY=VALUE", "images", "-f", "x");
    fails("no such image: 'x', in a filter", "images", "-f", "since=x");
  }

  @Test
  void inspectsAsDockerDoes() {
    String none =
        ok(
            "inspect",
            "-f",
            "{{.Config.ExposedPorts}} {{.Config.Volumes}} {{.Config.Shell}} {{.Config.Healthcheck}}"
                + " {{.Config.StopSignal}}|{{.Config.Tty}} {{json .Config.Volumes}} {{.Variant}}|"
                + "{{range $port, $_ := .Config.ExposedPorts}}{{$port}}{{end}}",
            "base:1");
    assertEquals("map[] map[] [] <nil> |false null |\n", none);
    String both = ok("inspect", "-f", "json", "app:1", "base:1");
    assertTrue(both.startsWith("[{\"Id\":\"sha256:") && both.endsWith("}]\n"), both);
    assertEquals(1, both.lines().count());
    assertFalse(both.contains("ExposedPorts"), "what is empty is left out of JSON");
    String files = ok("inspect", "-f", "{{.GraphDriver.Data.UpperDir}}", "app:1").strip();
    assertTrue(Files.isRegularFile(Path.of(files, "file")), files);
    String lower = ok("inspect", "-f", "{{.GraphDriver.Data.LowerDir}}", "app:1").strip();
    assertTrue(Files.isRegularFile(Path.of(lower.split(":")[0], "file")), lower);
    fails("there is no member 'Nope'", "inspect", "-f", "{{.Config.Nope}}", "app:1");
    Result partly = run("inspect", "-f", "{{.Os}}", "app:1", "nothing");
    assertEquals("1 linux\n", partly.exitCode() + " " + partly.out());
    assertEquals("[]\n", run("inspect", "nothing").out());
  }

  @Test
  void exportsMountsAndRemovesContainers() throws IOException {
    ok("run", "--name", "cc", "app:1", "/launcher", "kill", "9999999", "1", "9");
    assertEquals("cc exited\n", ok("ps", "-a", "--format", "{{.Names}} {{.State}}"));
    assertEquals(
        "cc c\n", ok("ps", "-f", "status=exited", "--format", "{{.Names}} {{.Label \"a.b\"}}"));
    assertEquals("", ok("ps", "-aq", "-f", "ancestor=base:1"));
    Path files = Path.of(ok("mount", "cc").strip());
    assertEquals("22", Files.readString(files.resolve("file")));
    Files.writeString(files.resolve("new"), "written");
    assertTrue(ok("mount").contains(files.toString()));
    assertEquals(files + "\n", ok("mount", "cc"));
    assertTrue(
        ok("mount", "--format", "json").replaceAll("\\s", "").contains("\"Names\":[\"cc\"]"));
    assertEquals("cc\n", ok("umount", "cc"));
    assertTrue(Files.exists(files.resolve("new")), "it was mounted twice");
    ok("export", "-o", "c.tar", "cc");
    ok("import", "c.tar", "flat:1");
    assertEquals("no differences\n", ok("image", "diff", "flat:1", "flat:1"));
    assertTrue(ok("image", "diff", "app:1", "flat:1").startsWith("A /new +7B\n"));
    ok("rm", "cc");
    assertFalse(Files.exists(files), "rm takes the mount away");
    fails("no such container: 'cc'", "export", "cc");
    Path image = Path.of(ok("image", "mount", "flat:1").strip());
    assertEquals("written", Files.readString(image.resolve("new")));
    assertEquals("flat:1  " + image + "\n", ok("image", "mount"));
    ok("rmi", "-f", "flat:1");
    assertTrue(ok("image", "mount").endsWith("  " + image + "\n"));
    ok("system", "prune", "-af");
    assertEquals("written", Files.readString(image.resolve("new")), "it is mounted");
    ok("image", "umount", "-af");
    sound();
  }

  @Test
  void tellsWhatLayersAddAndWaste() {
    String tree = ok("image", "tree", "app:1");
    assertTrue(tree.contains("1 changed, hides 5kB\n"), tree);
    assertTrue(tree.contains("5kB wasted of "), tree);
    assertTrue(tree.contains("  5kB  /file  (in 2 layers)\n"), tree);
    fails("has efficiency ", "image", "tree", "--lowest-efficiency", "0.999", "app:1");
    String diff = ok("image", "diff", "base:1", "app:1");
    assertTrue(diff.startsWith("A /file +2B\n"), diff);
    assertTrue(diff.contains("  Env A: (not set) -> 1\n"), diff);
    assertTrue(diff.contains("  Labels a.b: (not set) -> c\n"), diff);
    fails("", "image", "diff", "--exit-code", "base:1", "app:1");
  }

  @Test
  void accountsForSpaceAndGivesItBack() throws IOException {
    assertTrue(ok("system", "df").contains("\nImages          2         0         "));
    assertEquals(
        "Build Cache 2\n",
        ok("system", "df", "--format", "{{.Type}} {{.TotalCount}}")
            .lines()
            .filter(l -> l.startsWith("Build"))
            .map(l -> l + "\n")
            .reduce("", String::concat));
    assertTrue(ok("system", "df", "-v").contains("COPY one /file"));
    assertEquals(
        "app:1 base:1 COPY one /file, ",
        ok(
                    "system",
                    "df",
                    "-v",
                    "--format",
                    "{{range .Images}}{{.Repository}}:{{.Tag}} {{end}}"
                        + "{{range .BuildCache}}{{if eq .Size \"5kB\"}}{{.Description}}, {{end}}{{end}}")
                .stripTrailing()
            + " ");
    assertTrue(ok("system", "df", "-v", "--format", "json").startsWith("{\"Images\":[{"));
    ok("rmi", "app:1");
    String plan = ok("system", "prune", "--dry-run");
    assertTrue(plan.contains("  step 'COPY one /file', 5kB\n"), plan);
    assertTrue(plan.contains("  image 'base:1': it has a name"), plan);
    String claimed = plan.substring(plan.lastIndexOf(": ") + 2);
    assertEquals(0, run("system", "prune").exitCode(), "nobody says yes");
    fails("'yesterday' is not a time", "image", "prune", "--filter", "until=yesterday");
    assertTrue(ok("system", "df", "-v").contains("COPY one /file"));
    assertTrue(
        ok("builder", "prune", "-f", "--keep-storage", "1g").endsWith("reclaimed space: 0B\n"));
    String done = ok("system", "prune", "-f");
    assertTrue(done.endsWith("Total reclaimed space: " + claimed), done + plan);
    assertTrue(ok("image", "prune", "-af").contains("untagged: base:1\ndeleted: sha256:"));
    assertTrue(ok("image", "prune", "--dry-run").startsWith("Nothing would go\n"));
    assertEquals("", ok("images", "-q"));
    try (Stream<Path> content = Files.walk(directory.resolve("store/content"))) {
      assertEquals(List.of(), content.filter(Files::isRegularFile).toList());
    }
    sound();
  }

  @Test
  void keepsTheBuildCacheBelowItsLimit() throws IOException {
    Path context = directory.resolve("context");
    ok("rmi", "app:1");
    for (int i = 0; i < 4; i++) {
      Files.writeString(context.resolve("one"), "x".repeat(10_000 + i));
      TestInvocation build =
          new TestInvocation(directory)
              .with("JBUILD_ROOT", directory.resolve(root).toString())
              .with("JBUILD_CACHE_LIMIT", "15k");
      assertEquals(0, build.run("build", "-q", "-t", "app:1", "context").exitCode(), build.err());
      ok("rmi", "app:1");
    }
    // what the last image had is the cache's alone now; of the builds before, one step is left
    assertEquals(
        2, ok("system", "df", "-v").lines().filter(l -> l.contains("COPY one /file")).count());
    ok("builder", "prune", "-f", "--keep-storage", "15k");
    assertEquals(
        1, ok("system", "df", "-v").lines().filter(l -> l.contains("COPY one /file")).count());
    TestInvocation odd =
        new TestInvocation(directory)
            .with("JBUILD_ROOT", directory.resolve(root).toString())
            .with("JBUILD_CACHE_LIMIT", "much");
    assertEquals(0, odd.run("build", "-q", "context").exitCode());
    assertTrue(odd.err().contains("JBUILD_CACHE_LIMIT is 'much': expected a size"), odd.err());
    sound();
  }

  @Test
  void removesAnImageByItsIdWithAllItsForms() {
    String id = ok("images", "-q", "app").strip();
    ok("tag", "app:1", "other:1");
    fails("has several names", "rmi", id);
    ok("run", "--name", "cc", "app:1", "/launcher", "kill", "9999999", "1", "9");
    ok("rmi", "other:1");
    fails("is used by container 'cc'", "rmi", id);
    String removed = ok("rmi", "-f", id);
    assertTrue(removed.startsWith("Untagged: app:1\nDeleted: sha256:" + id), removed);
    fails("no such image", "rmi", id);
    fails("must be lower case", "rmi", "UPPER");
    ok("rm", "cc");
    sound();
  }

  @Test
  void repairsWhatItCan() throws IOException {
    assertTrue(ok("system", "check", "--repair").endsWith("there was nothing to repair\n"));
    String id = ok("inspect", "-f", "{{.Id}}", "app:1").strip();
    Path config = directory.resolve("store/content/sha256").resolve(id.substring(7));
    Files.writeString(config, "damaged");
    fails("", "system", "check");
    Result repaired = run("system", "check", "--repair");
    assertEquals(1, repaired.exitCode());
    assertTrue(repaired.out().contains("lost: image 'app:1': "), repaired.out());
    assertTrue(repaired.out().contains("'jbuild pull app:1'"), repaired.out());
    sound();
    ok("build", "-q", "-t", "app:1", "context");
    sound();
  }

  @Test
  void putsPlatformsUnderOneName() {
    ok("import", "--platform", "linux/s390x", "base.tar", "other:1");
    ok("manifest", "create", "multi:1", "base:1", "other:1");
    fails("is there already; use --amend", "manifest", "create", "multi:1", "app:1");
    assertEquals(1, run("manifest", "exists", "base:1").exitCode(), "it is one image");
    ok("manifest", "exists", "multi:1");
    ok("manifest", "create", "--amend", "multi:1", "app:1");
    ok("manifest", "rm", "multi:1", "app:1");
    fails("no such manifest list: 'none:1'", "manifest", "add", "none:1", "app:1");
    assertTrue(ok("manifest", "add", "--variant", "v3", "multi:1", "app:1").startsWith("sha256:"));
    assertTrue(ok("manifest", "inspect", "multi:1").contains("\"variant\": \"v3\""));
    ok("manifest", "annotate", "--os-version", "9", "--annotation", "k=v", "multi:1", "other:1");
    String list = ok("manifest", "inspect", "multi:1");
    assertTrue(list.contains("\"os.version\": \"9\""), list);
    assertTrue(list.contains("\"k\": \"v\""), list);
    ok("run", "--rm", "multi:1", "/launcher", "kill", "9999999", "1", "9");
    assertEquals(ok("manifest", "inspect", "app:1"), ok("manifest", "inspect", "multi:1", "app:1"));
    String entry = ok("manifest", "inspect", "-v", "multi:1", "other:1");
    assertTrue(entry.contains("\"os.version\": \"9\""), entry);
    assertTrue(entry.contains("\"Ref\": \"docker.io/library/multi:1@sha256:"), entry);
    fails("is not in the manifest list", "manifest", "inspect", "multi:1", "absent:1");
    fails("no such manifest list", "manifest", "inspect", "none:1", "app:1");
    ok("manifest", "rm", "multi:1", "app:1");
    fails("is not in the manifest list", "manifest", "rm", "multi:1", "app:1");
    fails("is no manifest list", "manifest", "annotate", "--os", "x", "base:1", "base:1");
    ok("rmi", "other:1");
    sound();
    ok("save", "--format", "oci-archive", "-o", "multi.tar", "multi:1");
    ok("save", "-o", "one.tar", "multi:1");
    ok("save", "--platform", "linux/s390x", "-o", "s390x.tar", "multi:1");
    fails("'app:1' for linux/s390x: it is for", "save", "--platform", "linux/s390x", "app:1");
    for (String archive : List.of("multi.tar", "s390x.tar")) {
      root = "only " + archive;
      ok("load", "--platform", "linux/s390x", "-i", archive);
      assertEquals("s390x\n", ok("inspect", "-f", "{{.Architecture}}", "multi:1"));
      String one = ok("manifest", "inspect", "multi:1");
      assertFalse(one.contains("\"manifests\""), "it is one image: " + one);
      fails("has no image for it", "load", "--platform", "linux/mips", "-i", "multi.tar");
      fails("is for linux/s390x", "load", "--platform", "linux/mips", "-i", "s390x.tar");
      sound();
    }
    root = "another";
    assertEquals("Loaded image: multi:1\n", ok("load", "-i", "multi.tar"));
    assertTrue(ok("manifest", "inspect", "multi:1").contains("\"architecture\": \"s390x\""));
    ok("run", "--rm", "multi:1", "/launcher", "kill", "9999999", "1", "9");
    assertEquals("Loaded image: multi:1\n", ok("load", "-q", "-i", "one.tar"));
    sound();
    root = "store";
    ok("manifest", "rm", "multi:1");
    assertEquals("2\n", ok("images", "-q").lines().count() + "\n");
  }

  @Test
  void groupsNameTheSameCommands() {
    assertEquals(ok("images"), ok("image", "ls"));
    assertEquals(ok("images"), ok("image", "list"));
    assertEquals(ok("ps"), ok("container", "ls"));
    assertEquals(ok("inspect", "app:1"), ok("image", "inspect", "app:1"));
    fails("no such container: 'app:1'", "container", "inspect", "app:1");
    assertEquals(
        7, run("container", "run", "--rm", "app:1", "/nothing").exitCode() - 120, "as of run");
    assertTrue(ok("image", "--help").contains("  image tree "));
    assertTrue(ok("image", "rm", "--help").contains("jbuild image rm app:1"));
  }
}
