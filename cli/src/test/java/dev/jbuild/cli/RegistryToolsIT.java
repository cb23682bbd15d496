package dev.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.cli.TestInvocation.Result;
import dev.jbuild.registry.server.Registry;
import dev.jbuild.registry.server.RegistryConfig;
import dev.jbuild.registry.server.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that look after registries, and pulls and pushes of more than one image, in this
/// process with a registry in plain HTTP.
class RegistryToolsIT {
  @TempDir Path directory;
  private Registry registry;
  private String address;

  @BeforeAll
  static void needsRoot() throws IOException {
    assumeTrue(
        (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0,
        "importing images needs root");
  }

  @BeforeEach
  void start() throws IOException {
    Files.createDirectory(directory.resolve("temporary"));
    registry =
        new Registry(
                RegistryConfig.builder(directory.resolve("registry"))
                    .listen("127.0.0.1", 0)
                    .tls(new Tls.None())
                    .build())
            .start();
    address = registry.address().getAuthority();
  }

  @AfterEach
  void stop() throws IOException {
    registry.stop();
  }

  private TestInvocation invocation(String store) {
    return new TestInvocation(directory)
        .with("JBUILD_ROOT", directory.resolve(store).toString())
        .with("TMPDIR", directory.resolve("temporary").toString());
  }

  private String succeeds(String... arguments) {
    return succeeds(invocation("store"), arguments);
  }

  private static String succeeds(TestInvocation invocation, String... arguments) {
    Result result = invocation.run(arguments);
    assertEquals(0, result.exitCode(), () -> List.of(arguments) + ": " + result.err());
    return result.out();
  }

  private static void fails(Result result, int exitCode, String message) {
    assertEquals(exitCode, result.exitCode(), result.err());
    assertTrue(result.err().contains(message), result.err());
  }

  private void image(String name, int size, String platform) throws IOException {
    Path tar = directory.resolve("base.tar");
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      TarArchiveEntry entry = new TarArchiveEntry("file");
      entry.setSize(bytes.length);
      out.putArchiveEntry(entry);
      out.write(bytes);
      out.closeArchiveEntry();
    }
    succeeds("import", "--platform", platform, tar.toString(), name);
  }

  private static String digest(String output) {
    int at = output.lastIndexOf("digest: ") + "digest: ".length();
    return output.substring(at, output.indexOf(' ', at));
  }

  @Test
  void listsSearchesCopiesAndDeletes() throws IOException {
    image(address + "/team/app:1", 1000, "linux/amd64");
    succeeds("tag", address + "/team/app:1", address + "/team/app:2");
    String pushed = succeeds("push", "-a", address + "/team/app");
    String digest = digest(pushed);
    assertEquals(
        2,
        pushed
            .lines()
            .filter(l ->
                l.endsWith(
                    ": digest: "
                        + digest
                        + " size: "
                        + pushed.substring(pushed.lastIndexOf(' ') + 1).strip()))
            .count(),
        pushed);

    assertEquals("team/app\n", succeeds("registry", "catalog", address));
    assertEquals("1\n2\n", succeeds("registry", "tags", address + "/team/app"));
    assertEquals(
        digest + "  1\n" + digest + "  2\n",
        succeeds("registry", "tags", "--digests", address + "/team/app"));

    String found = succeeds("search", address + "/app");
    assertTrue(found.startsWith("NAME"), found);
    assertTrue(found.contains(address + "/team/app "), found);
    assertEquals(
        address + "/team/app 0\n",
        succeeds("search", "--format", "{{.Name}} {{.StarCount}}", address + "/app"));
    assertEquals(
        "NAME      DESCRIPTION   STARS     OFFICIAL\n",
        succeeds("search", "--filter", "stars=1", address + "/app"));

    String copied = succeeds("copy", address + "/team/app:1", address + "/other/app:9");
    assertTrue(copied.contains("Mounted from another repository"), copied);
    assertTrue(copied.contains(address + "/other/app:9: digest: " + digest), copied);
    assertEquals(
        digest + "\n", succeeds("copy", "-q", address + "/other/app:9", "oci:layout:app:x"));
    assertTrue(Files.exists(directory.resolve("layout/index.json")));
    assertEquals(
        digest + "\n", succeeds("copy", "-q", "oci:layout:app:x", "docker://" + address + "/back"));

    assertTrue(succeeds("registry", "referrers", address + "/team/app:1").startsWith("DIGEST"));
    assertTrue(
        succeeds("registry", "referrers", "--format", "json", address + "/team/app:1")
            .contains("\"manifests\""));

    assertEquals(
        "Untagged: " + address + "/team/app:1\n",
        succeeds("registry", "delete", address + "/team/app:1"));
    assertEquals("2\n", succeeds("registry", "tags", address + "/team/app"));
    assertEquals(
        "Deleted: " + address + "/team/app@" + digest + "\n",
        succeeds("registry", "delete", "--digest", address + "/team/app:2"));
    fails(invocation("store").run("registry", "delete", address + "/team/app:2"), 1, "is not in");
  }

  @Test
  void makesListsOfImagesThatOnlyTheRegistryHas() throws IOException {
    for (String architecture : List.of("amd64", "arm64")) {
      image(
          address + "/list:" + architecture,
          architecture.hashCode() & 0xfff,
          "linux/" + architecture);
      succeeds("push", address + "/list:" + architecture);
    }
    TestInvocation ci = invocation("ci");
    succeeds(ci, "manifest", "create", address + "/list:1", address + "/list:amd64");
    succeeds(
        invocation("ci"),
        "manifest",
        "add",
        address + "/list:1",
        "docker://" + address + "/list:arm64");
    String pushed =
        succeeds(invocation("ci"), "manifest", "push", "-q", address + "/list:1").strip();
    assertEquals(
        pushed + "  1\n",
        succeeds("registry", "tags", "--digests", address + "/list")
            .lines()
            .filter(line -> line.endsWith("  1"))
            .map(line -> line + "\n")
            .findFirst()
            .orElseThrow());
    succeeds(
        invocation("ci"), "manifest", "push", "--purge", address + "/list:1", address + "/list:2");
    fails(
        invocation("ci").run("manifest", "push", address + "/list:1"), 1, "no such manifest list");
    assertEquals("", succeeds(invocation("ci"), "images", "-q", "-f", "dangling=true"));
    for (String architecture : List.of("amd64", "arm64")) {
      TestInvocation machine = invocation(architecture);
      succeeds(machine, "pull", "--platform", "linux/" + architecture, address + "/list:1");
      assertEquals(
          architecture + "\n",
          succeeds(
              invocation(architecture), "inspect", "-f", "{{.Architecture}}", address + "/list:1"));
    }
    fails(
        invocation("ci").run("manifest", "create", "new:1", address + "/none:1"),
        1,
        "is not in registry");
  }

  @Test
  void pushesListsOfImagesWhoseLayersWereNeverHere() throws Exception {
    for (String architecture : List.of("amd64", "arm64")) {
      int size = architecture.equals("amd64") ? 70_000 : 70_001; // layers of their own
      image(address + "/parts:" + architecture, size, "linux/" + architecture);
      succeeds("push", address + "/parts:" + architecture);
    }
    TestInvocation ci = invocation("ci");
    succeeds(ci, "manifest", "create", "list:1", address + "/parts:amd64");
    succeeds(invocation("ci"), "manifest", "add", "list:1", "docker://" + address + "/parts:arm64");
    succeeds(
        invocation("ci"),
        "manifest",
        "annotate",
        "--os-version=9",
        "--os-features=a,b",
        "list:1",
        "docker://" + address + "/parts:arm64");
    fails(
        invocation("ci").run("manifest", "rm", "list:1", address + "/parts:none"),
        1,
        "is not in the manifest list");
    String annotated = succeeds(invocation("ci"), "manifest", "inspect", "list:1");
    assertTrue(annotated.contains("\"os.version\": \"9\""), annotated);
    assertEquals(2, annotated.split("\"a\"|\"b\"").length - 1, annotated);
    try (var files = Files.walk(directory.resolve("ci"))) {
      long largest = files.mapToLong(f -> f.toFile().length()).max().orElseThrow();
      assertTrue(largest < 60_000, "no layer came in, but a file of " + largest);
    }
    assertTrue(succeeds(invocation("ci"), "system", "check").contains("is sound"));
    fails(
        invocation("ci").run("run", "--rm", "list:1", "true"),
        125,
        "get them with 'jbuild pull " + address + "/parts@sha256:");

    fails(
        invocation("ci").run("save", "--format", "oci-archive", "-o", "x.tar", "list:1"),
        1,
        "is not in the store");
    succeeds(invocation("ci"), "pull", "--platform", "linux/arm64", address + "/parts:arm64");
    succeeds(invocation("ci"), "save", "--format", "oci-archive", "-o", "x.tar", "list:1");
    succeeds(invocation("loaded"), "load", "-i", "x.tar");
    assertEquals(
        "arm64\n",
        succeeds(invocation("loaded"), "inspect", "-f", "{{.Architecture}}", "list:1"),
        "the one whose layers are here");
    succeeds(invocation("ci"), "manifest", "push", "list:1", address + "/whole:1");
    for (String name : List.of("list:1", "docker://" + address + "/whole:1")) {
      String verbose = succeeds(invocation("ci"), "manifest", "inspect", "-v", name);
      assertEquals(3, verbose.split("\"OCIManifest\"").length, verbose);
      assertTrue(verbose.startsWith("[") && verbose.contains("1@sha256:"), verbose);
    }
    String single =
        succeeds(invocation("ci"), "manifest", "inspect", "-v", address + "/parts:arm64");
    assertTrue(single.contains("\"Ref\": \"" + address + "/parts:arm64\""), single);
    assertTrue(single.contains("\"architecture\": \"arm64\""), single);
    Registry other =
        new Registry(
                RegistryConfig.builder(directory.resolve("other"))
                    .listen("127.0.0.1", 0)
                    .tls(new Tls.None())
                    .build())
            .start();
    try {
      String target = other.address().getAuthority() + "/copied:1";
      succeeds(invocation("ci"), "tag", "list:1", target);
      succeeds(invocation("ci"), "push", target);
      for (String name : List.of(target, address + "/whole:1")) {
        TestInvocation machine = invocation("machine");
        succeeds(machine, "pull", "--all-platforms", name);
        assertEquals(
            "sound",
            succeeds(invocation("machine"), "system", "check").strip().replaceAll(".* ", ""));
      }
    } finally {
      other.stop();
    }
    succeeds(
        invocation("ci"),
        "manifest",
        "annotate",
        "--arch=s390x",
        "list:1",
        address + "/parts:amd64");
    assertTrue(succeeds(invocation("ci"), "system", "check").contains("is sound"));
    succeeds(invocation("ci"), "rmi", "-f", "list:1");
  }

  @Test
  void copiesThroughArchives() throws IOException {
    image(address + "/archived:1", 5000, "linux/amd64");
    String digest = digest(succeeds("push", address + "/archived:1"));
    String id = succeeds("inspect", "-f", "{{.Id}}", address + "/archived:1");
    succeeds("copy", "-q", address + "/archived:1", "docker-archive:docker.tar:app:1");
    succeeds("copy", "-q", address + "/archived:1", "oci-archive:oci.tar:app:1");
    for (String archive : List.of("docker.tar", "oci.tar")) {
      TestInvocation other = invocation("of " + archive);
      assertEquals("Loaded image: app:1\n", succeeds(other, "load", "-i", archive));
      assertEquals(id, succeeds(invocation("of " + archive), "inspect", "-f", "{{.Id}}", "app:1"));
    }
    assertEquals(
        digest + "\n", succeeds("copy", "-q", "oci-archive:oci.tar", address + "/back:oci"));
    succeeds("copy", "-q", "docker-archive:docker.tar:app:1", address + "/back:docker");
    succeeds(invocation("back"), "pull", "-q", address + "/back:docker");
    assertEquals(
        id, succeeds(invocation("back"), "inspect", "-f", "{{.Id}}", address + "/back:docker"));
    fails(
        invocation("store").run("copy", "docker-archive:docker.tar:app:2", address + "/back"),
        1,
        "name one of: app:1");
    fails(
        invocation("store").run("copy", "docker-archive:none.tar", address + "/back"),
        1,
        "no such file");
    assertEquals(List.of(), temporary(), "what archives are taken apart in is removed");
  }

  private List<Path> temporary() throws IOException {
    try (var files = Files.list(directory.resolve("temporary"))) {
      return files.toList();
    }
  }

  @Test
  void pullsAllTags() throws IOException {
    image(address + "/many:a", 1000, "linux/amd64");
    succeeds("push", address + "/many:a");
    image(address + "/many:b", 2000, "linux/amd64");
    succeeds("push", address + "/many:b");
    String out = succeeds(invocation("other"), "pull", "-a", address + "/many");
    assertTrue(out.contains("a: Pulling from many\n"), out);
    assertTrue(out.contains("b: Pulling from many\n"), out);
    assertTrue(out.endsWith(address + "/many\n"), out);
    assertEquals(
        "a\nb\n",
        succeeds(invocation("other"), "images", "--format", "{{.Tag}}")
            .lines()
            .sorted()
            .reduce("", (all, line) -> all + line + "\n"));
  }

  @Test
  void refusesWhatContradictsItself() {
    for (String[] words :
        new String[][] {
          {"pull", "-a", "x:1"},
          {"pull", "--platform", "linux/amd64", "--all-platforms", "x"},
          {"push", "-a", "x:1"},
          {"push", "--chunk-size", "1", "x"},
          {"copy", "-a", "--platform", "linux/amd64", "x", "y"},
          {"copy", "docker-daemon:x", "y"},
          {"copy", "x", "dir:y"},
          {"copy", "docker-archive:", "y"},
          {"copy", "x", "docker-archive:y:z@sha256:" + "0".repeat(64)},
          {"copy", "oci:", "y"},
          {"search", "--limit", "101", "x"},
          {"search", "--filter", "size=1", "x"},
          {"search", "--filter", "is-official=perhaps", "x"},
          {"search", address + "/"},
          {"registry", "delete", address + "/x"},
        }) {
      Result result = invocation("store").run(words);
      assertEquals(2, result.exitCode(), () -> List.of(words) + ": " + result.err());
    }
    fails(invocation("store").run("push", "-a", address + "/none"), 1, "the store has none");
    fails(invocation("store").run("pull", "-a", address + "/none"), 1, "is not in registry");
  }

  @Test
  void asksTheMirrorOfRegistriesConf() throws IOException {
    image(address + "/mirror/app:1", 1000, "linux/amd64");
    succeeds("push", address + "/mirror/app:1");
    Path configuration =
        Files.createDirectories(directory.resolve(".config/containers")).resolve("registries.conf");
    Files.writeString(
        configuration,
        """
        [[registry]]
        location = "registry.invalid"
        [[registry.mirror]]
        location = "%s/mirror"
        [[registry]]
        location = "blocked.invalid"
        blocked = true
        """
            .formatted(address));
    String out = succeeds(invocation("mirrored"), "pull", "registry.invalid/app:1");
    assertTrue(out.endsWith("registry.invalid/app:1\n"), out);
    fails(
        invocation("mirrored").run("pull", "blocked.invalid/app"),
        1,
        "is blocked by the configuration");
    Files.writeString(configuration, "[[registry]]\nlocation = ");
    fails(
        invocation("mirrored").run("pull", "registry.invalid/app:1"),
        1,
        "registries.conf': line 2");
  }

  @Test
  void aPullThatCtrlCStoppedGoesOnWhereItStood() throws Exception {
    image(address + "/slow:1", 8 << 20, "linux/amd64");
    succeeds("push", address + "/slow:1");
    try (SlowProxy proxy = new SlowProxy(address)) {
      String name = proxy.address() + "/slow:1";
      TestInvocation pulling = invocation("stopped");
      AtomicReference<Result> result = new AtomicReference<>();
      Thread thread = Thread.ofPlatform().start(() -> result.set(pulling.run("pull", name)));
      Instant end = Instant.now().plus(Duration.ofSeconds(60));
      Path ingest = directory.resolve("stopped");
      while (largest(ingest) < 1 << 20 && Instant.now().isBefore(end)) {
        Thread.sleep(10);
      }
      pulling.signal("INT");
      assertTrue(thread.join(Duration.ofSeconds(20)), "the pull has ended");
      assertEquals(130, result.get().exitCode(), result.get().err());
      assertTrue(result.get().err().contains("stopped by SIGINT"), result.get().err());
      assertFalse(
          succeeds(invocation("stopped"), "images").contains("slow"), "no name was published");
      int before = proxy.ranges().size();
      proxy.hurry();
      succeeds(invocation("stopped"), "pull", name);
      String range = proxy.ranges().get(before);
      assertTrue(range.startsWith("bytes="), "it began at " + proxy.ranges());
      assertTrue(Long.parseLong(range.replaceAll("\\D", "")) >= 1 << 20, range);
    }
  }

  /// The size of the largest file that is being written below a directory.
  private static long largest(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    long largest = 0;
    try (var files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        try {
          largest = Math.max(largest, Files.isRegularFile(file) ? Files.size(file) : 0);
        } catch (java.nio.file.NoSuchFileException _) {
          // it was renamed just now
        }
      }
    } catch (java.io.UncheckedIOException _) {
      return largest;
    }
    return largest;
  }
}
