package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Archives go both ways between jbuild and the tools of Debian, and images keep their IDs.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchiveInteropIT {
  private static final String GREETING =
      "Hello from a container, built by root in /app, run by nobody";

  private Path work;
  private Distribution distribution;
  private Containers containers;

  @BeforeAll
  void image(@TempDir Path directory) throws IOException, InterruptedException {
    work = directory;
    Distribution.needsRoot();
    distribution = new Distribution(work);
    containers = new Containers(work);
    distribution.importBusybox();
    distribution.run(
        "build",
        "-q",
        "-t",
        "hello:1",
        "--build-arg",
        "GREETING=Hello",
        Distribution.projectRoot().resolve("testdata/hello").toString());
    distribution.run("tag", "hello:1", "localhost/hello:2");
    distribution.run("save", "-o", file("docker.tar"), "hello:1", "localhost/hello:2", "busybox");
    distribution.run("save", "--format", "oci-archive", "-o", file("oci.tar"), "hello:1");
    distribution.run("save", "--format", "oci-dir", "-o", file("layout"), "hello:1");
  }

  private String file(String name) {
    return work.resolve(name).toString();
  }

  private String id() throws InterruptedException {
    return distribution.run("inspect", "-f", "{{.Id}}", "hello:1").lastLine();
  }

  /// Loads into an empty store, where the image must be the same and run.
  private void arrives(String archive, String name) throws InterruptedException {
    assertEquals(id(), arrivesAs(archive, name));
  }

  /// @return the ID that it has there
  private String arrivesAs(String archive, String name) throws InterruptedException {
    String root = file("store of " + archive);
    Command load = distribution.jbuild("load", "-i", file(archive)).with("JBUILD_ROOT", root);
    String loaded = load.run().succeeded().out();
    assertTrue(loaded.contains("Loaded image: " + name + "\n"), loaded);
    String id =
        distribution
            .jbuild("inspect", "-f", "{{.Id}}", name)
            .with("JBUILD_ROOT", root)
            .run()
            .succeeded()
            .lastLine();
    assertEquals(
        GREETING,
        distribution
            .jbuild("run", "--rm", name)
            .with("JBUILD_ROOT", root)
            .run()
            .succeeded()
            .lastLine());
    distribution.jbuild("system", "check").with("JBUILD_ROOT", root).run().succeeded();
    return id;
  }

  @Test
  void dockerLoadsSavesAndGivesBack() throws IOException, InterruptedException {
    try (DockerDaemon docker = new DockerDaemon(work.resolve("docker"))) {
      String loaded = docker.command("load", "-i", file("docker.tar")).run().succeeded().out();
      assertTrue(loaded.contains("Loaded image: localhost/hello:2"), loaded);
      assertEquals(
          id(), docker.command("inspect", "-f", "{{.Id}}", "hello:1").run().succeeded().lastLine());
      assertEquals(
          GREETING,
          docker
              .command("run", "--rm", "--network", "host", "hello:1")
              .run()
              .succeeded()
              .lastLine());
      docker.command("save", "-o", file("back.tar"), "hello:1", "busybox").run().succeeded();
      arrives("back.tar", "hello:1");
    }
  }

  @Test
  void podmanLoadsSavesAndGivesBack() throws InterruptedException {
    for (String archive : new String[] {"docker.tar", "oci.tar"}) {
      containers.tool("podman", "load", "-i", file(archive)).run().succeeded();
      String name = archive.startsWith("oci") ? "docker.io/library/hello:1" : "localhost/hello:2";
      assertEquals(
          id(),
          "sha256:"
              + containers
                  .tool("podman", "inspect", "-f", "{{.Id}}", name)
                  .run()
                  .succeeded()
                  .lastLine());
      assertEquals(GREETING, containers.podmanRun(name).run().succeeded().lastLine());
    }
    String name = "localhost/hello:2";
    podmanSaves("docker-archive", "podman-docker.tar", name);
    arrives("podman-docker.tar", name);
    podmanSaves("oci-archive", "podman-oci.tar", name);
    arrives("podman-oci.tar", name);
    podmanSaves("oci-dir", "podman-layout", name);
  }

  private void podmanSaves(String format, String to, String name) throws InterruptedException {
    containers
        .tool("podman", "save", "-q", "--format", format)
        .and("-o", file(to), name)
        .run()
        .succeeded();
  }

  @Test
  void skopeoCopiesBothWays() throws InterruptedException {
    skopeo(
        "docker-archive:" + file("docker.tar") + ":hello:1",
        "oci-archive:" + file("s1.tar") + ":hello:1");
    arrivesAs("s1.tar", "hello:1"); // skopeo writes the configuration anew, in OCI's form
    skopeo(
        "oci-archive:" + file("oci.tar") + ":1", "docker-archive:" + file("s2.tar") + ":hello:1");
    arrives("s2.tar", "hello:1");
    skopeo("oci:" + file("layout") + ":1", "oci:" + file("s3") + ":hello:1");
    arrives("s3", "hello:1");
  }

  private void skopeo(String from, String to) throws InterruptedException {
    containers.tool("skopeo", "copy", "-q", from, to).run().succeeded();
  }

  @Test
  void archivesComeThroughPipesCompressed() throws InterruptedException {
    String jbuild = distribution.home().resolve("bin/jbuild").toString();
    String root = file("store of a pipe");
    String loaded =
        new Command(
                "sh",
                "-c",
                jbuild
                    + " save hello:1 | gzip -1 | JBUILD_ROOT='"
                    + root
                    + "' "
                    + jbuild
                    + " load -q")
            .with(distribution.environment())
            .run()
            .succeeded()
            .out();
    assertEquals("Loaded image: hello:1\n", loaded);
  }
}
