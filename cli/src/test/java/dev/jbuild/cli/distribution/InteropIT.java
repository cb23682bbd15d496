package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.disk.DiskStore;
import dev.jbuild.layer.layout.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What jbuild builds and serves is what the tools of Debian read, run and send, and the other way
/// round.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InteropIT {
  private static final String GREETING =
      "Hello from a container, built by root in /app, run by nobody";
  private static final String CREDENTIALS = ServedRegistry.USER + ":" + ServedRegistry.PASSWORD;

  private Path work;
  private Distribution distribution;
  private ServedRegistry registry;
  private Containers containers;
  private String image;

  @BeforeAll
  void imageInARegistry(@TempDir Path directory) throws IOException, InterruptedException {
    work = directory;
    Distribution.needsRoot();
    distribution = new Distribution(work);
    containers = new Containers(work);
    distribution.importBusybox();
    distribution.run(
        "build",
        "-t",
        "hello",
        "--build-arg",
        "GREETING=Hello",
        Distribution.projectRoot().resolve("testdata/hello").toString());
    registry = new ServedRegistry(distribution, work);
    distribution.trust(registry.address(), registry.authority());
    distribution
        .jbuild("login", "-u", ServedRegistry.USER, "--password-stdin", registry.address())
        .input(ServedRegistry.PASSWORD)
        .run()
        .succeeded();
    image = registry.address() + "/demo/hello:1";
    distribution.run("tag", "hello", image);
    distribution.run("push", "-q", image);
  }

  @AfterAll
  void stop() throws InterruptedException {
    if (registry != null) {
      registry.close();
    }
  }

  @Test
  void theImageGreetsWhenJbuildRunsIt() throws InterruptedException {
    assertEquals(GREETING, distribution.run("run", "--rm", "hello").lastLine());
  }

  @Test
  void skopeoReadsWhatJbuildPushed() throws InterruptedException, IOException {
    Path certificates = certificates();
    String manifest =
        containers
            .tool("skopeo", "inspect", "--raw", "--creds", CREDENTIALS)
            .and("--cert-dir", certificates.toString(), "docker://" + image)
            .run()
            .succeeded()
            .out();
    assertTrue(manifest.contains("\"schemaVersion\""), manifest);

    containers
        .tool("skopeo", "copy", "-q", "--src-creds", CREDENTIALS)
        .and("--src-cert-dir", certificates.toString(), "docker://" + image)
        .and("oci:" + work.resolve("copied") + ":1")
        .run()
        .succeeded();
    assertTrue(Files.exists(work.resolve("copied/index.json")));
  }

  @Test
  void aWrongPasswordIsRefused() throws InterruptedException, IOException {
    Command.Result refused =
        containers
            .tool("skopeo", "inspect", "--raw", "--creds", "ann:wrong")
            .and("--cert-dir", certificates().toString(), "docker://" + image)
            .run();
    assertNotEquals(0, refused.exitCode());
    assertTrue(refused.err().contains("unauthorized"), refused.err());
  }

  @Test
  void podmanRunsWhatJbuildPushedWithTheSameOutput() throws InterruptedException, IOException {
    containers
        .tool("podman", "pull", "-q", "--creds", CREDENTIALS)
        .and("--cert-dir", certificates().toString(), image)
        .run()
        .succeeded();
    assertEquals(GREETING, containers.podmanRun(image).run().succeeded().lastLine());
  }

  @Test
  void jbuildRunsWhatPodmanPushed() throws InterruptedException, IOException {
    String other = registry.address() + "/demo/imported:1";
    containers
        .tool("podman", "import", "-q", "--change", "CMD [\"echo\",\"from podman\"]")
        .and(work.resolve("busybox.tar").toString(), other)
        .run()
        .succeeded();
    containers
        .tool("podman", "push", "-q", "--creds", CREDENTIALS)
        .and("--cert-dir", certificates().toString(), other)
        .run()
        .succeeded();
    distribution.run("pull", "-q", other);
    assertEquals("from podman", distribution.run("run", "--rm", other).lastLine());
  }

  @Test
  void jbuildRunsWhatBuildahBuiltAndSkopeoPushedToDebiansRegistry()
      throws InterruptedException, IOException {
    Path context = Files.createDirectories(work.resolve("buildah-context"));
    Files.copy(work.resolve("busybox.tar"), context.resolve("root.tar"));
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM scratch
        ADD root.tar /
        ENV WHO=buildah
        USER nobody
        CMD echo "from $WHO as $(id -un)"
        """);
    containers
        .tool("buildah", "bud", "-q", "-t", "localhost/other:1", context.toString())
        .run()
        .succeeded();
    try (DebianRegistry debian = new DebianRegistry(work.resolve("debian-registry"))) {
      String pushed = debian.address() + "/some/where/other:1";
      containers
          .tool("skopeo", "copy", "-q", "--dest-tls-verify=false")
          .and("containers-storage:localhost/other:1", "docker://" + pushed)
          .run()
          .succeeded();
      distribution.run("pull", "-q", pushed);
      assertEquals("from buildah as nobody", distribution.run("run", "--rm", pushed).lastLine());

      String back = debian.address() + "/back/hello:1";
      distribution.run("tag", "hello", back);
      distribution.run("push", "-q", back);
      containers
          .tool("skopeo", "inspect", "--tls-verify=false", "docker://" + back)
          .run()
          .succeeded();
    }
  }

  @Test
  void dockerRunsWhatJbuildPushedAndPushesWhatJbuildRuns()
      throws InterruptedException, IOException {
    try (DockerDaemon docker = new DockerDaemon(work.resolve("docker-daemon"))) {
      docker
          .command("login", "-u", ServedRegistry.USER, "--password-stdin", registry.address())
          .input(ServedRegistry.PASSWORD)
          .run()
          .succeeded();
      docker.command("pull", "-q", image).run().succeeded();
      assertEquals(
          GREETING,
          docker.command("run", "--rm", "--network", "host", image).run().succeeded().lastLine());

      String other = registry.address() + "/demo/from-docker:1";
      docker
          .command("import", "--change", "CMD [\"echo\",\"from docker\"]")
          .and(work.resolve("busybox.tar").toString(), other)
          .run()
          .succeeded();
      docker.command("push", "-q", other).run().succeeded();
      distribution.run("pull", "-q", other);
      assertEquals("from docker", distribution.run("run", "--rm", other).lastLine());
    }
  }

  @Test
  void skopeoAndUmociReadAnExportedLayout() throws InterruptedException, IOException {
    Path layout = work.resolve("layout");
    try (Store store = DiskStore.open(distribution.store(), InstantSource.system())) {
      Image hello = store.images().resolve("hello").orElseThrow();
      LoadedImage loaded = store.images().load(hello.manifest(), Platform.host());
      Reference name = Reference.parse("hello:1");
      new OciLayout(store)
          .exportTo(layout, List.of(new OciLayout.Export(loaded, name)), Compression.GZIP);
    }
    String inspected =
        containers.tool("skopeo", "inspect", "--config", "oci:" + layout).run().succeeded().out();
    assertTrue(inspected.contains("GREETING=Hello"), inspected);

    assumeTrue(Command.installed("umoci"), "umoci is not installed");
    String references =
        new Command("umoci", "list", "--layout", layout.toString()).run().succeeded().out();
    Path bundle = work.resolve("bundle");
    new Command("umoci", "unpack", "--image", layout + ":" + references.strip(), bundle.toString())
        .run()
        .succeeded();
    assertEquals(
        "built by root in /app\n", Files.readString(bundle.resolve("rootfs/app/built.txt")));
  }

  private Path certificates() throws IOException {
    Path directory = Files.createDirectories(work.resolve("certificates"));
    Path copy = directory.resolve("ca.crt");
    if (!Files.exists(copy)) {
      Files.copy(registry.authority(), copy);
    }
    return directory;
  }
}
