package dev.jbuild.registry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The programs that people have push to the registry and pull back, over plain HTTP and over TLS
/// with a user. A program that is not installed skips its test.
class ClientsIT {
  private static final String PASSWORD = "pass:word é";

  /// How a client reaches the registry.
  enum Mode {
    PLAIN,
    TLS_WITH_USER
  }

  @TempDir Path directory;
  private final List<RegistryEvent> events = new CopyOnWriteArrayList<>();
  private @Nullable Registry registry;
  private String host = "";
  private Tool tool;
  private TestImage image;

  @BeforeEach
  void prepare() throws IOException {
    tool = Tool.containers(Files.createDirectories(directory.resolve("tool")));
    image = TestImage.make(directory.resolve("layout"), 1);
  }

  private void start(Mode mode) throws IOException {
    RegistryConfig.Builder config =
        RegistryConfig.builder(directory.resolve("registry"))
            .listen("127.0.0.1", 0)
            .listener(events::add);
    if (mode == Mode.TLS_WITH_USER) {
      byte[] password = PASSWORD.getBytes(StandardCharsets.UTF_8);
      String hash = OpenBSDBCrypt.generate("2y", password, new byte[16], 5);
      config
          .tls(new Tls.Own())
          .htpasswd(Files.writeString(directory.resolve("users"), "alice:" + hash + "\n"));
    }
    Registry started = new Registry(config.build()).start();
    registry = started;
    host = "127.0.0.1:" + started.address().getPort();
    if (mode == Mode.TLS_WITH_USER) {
      Path certificates = Files.createDirectories(directory.resolve("certs"));
      Files.copy(started.certificateAuthority().orElseThrow(), certificates.resolve("ca.crt"));
    }
  }

  @AfterEach
  void stop() throws IOException {
    if (registry != null) {
      registry.stop();
    }
    assertEquals(List.of(), events);
  }

  private List<String> options(Mode mode) {
    return mode == Mode.PLAIN
        ? List.of("--tls-verify=false")
        : List.of(
            "--cert-dir", directory.resolve("certs").toString(), "--creds", "alice:" + PASSWORD);
  }

  private List<String> skopeoOptions(Mode mode, String side) {
    return mode == Mode.PLAIN
        ? List.of("--" + side + "-tls-verify=false")
        : List.of(
            "--" + side + "-cert-dir",
            directory.resolve("certs").toString(),
            "--" + side + "-creds",
            "alice:" + PASSWORD);
  }

  private String push(Mode mode, String name) throws IOException, InterruptedException {
    Tool.require("skopeo");
    String reference = host + "/" + name;
    tool.run(
        List.of("skopeo", "--insecure-policy", "copy", "-q"),
        skopeoOptions(mode, "dest"),
        "oci:" + image.layout() + ":it",
        "docker://" + reference);
    return reference;
  }

  @ParameterizedTest
  @EnumSource
  void skopeoCopiesInAndOutAndDeletes(Mode mode) throws Exception {
    start(mode);
    String reference = push(mode, "team/app:v1");
    Path back = directory.resolve("back");
    tool.run(
        List.of("skopeo", "--insecure-policy", "copy", "-q"),
        skopeoOptions(mode, "src"),
        "docker://" + reference,
        "oci:" + back + ":it");
    assertTrue(Files.exists(back.resolve("blobs/sha256").resolve(image.manifest().hex())));
    tool.run(
        List.of("skopeo", "--insecure-policy", "copy", "-q", "--format", "v2s2"),
        both(mode),
        "docker://" + reference,
        "docker://" + host + "/team/docker:v2");
    String raw =
        tool.run(
            List.of("skopeo", "inspect", "--raw"),
            options(mode),
            "docker://" + host + "/team/docker:v2");
    assertEquals(
        "application/vnd.docker.distribution.manifest.v2+json",
        Json.parseObject(raw.getBytes(StandardCharsets.UTF_8)).requireString("mediaType"));
    String tags =
        tool.run(List.of("skopeo", "list-tags"), options(mode), "docker://" + host + "/team/app");
    assertTrue(tags.contains("\"v1\""), tags);
    tool.run(List.of("skopeo", "delete"), options(mode), "docker://" + reference);
    assertNotEquals(
        0,
        tool.exit(command(List.of("skopeo", "inspect"), options(mode), "docker://" + reference)));
  }

  private List<String> both(Mode mode) {
    List<String> both = new ArrayList<>(skopeoOptions(mode, "src"));
    both.addAll(skopeoOptions(mode, "dest"));
    return both;
  }

  private static String[] command(List<String> first, List<String> options, String... rest) {
    List<String> command = new ArrayList<>(first);
    command.addAll(options);
    command.addAll(List.of(rest));
    return command.toArray(String[]::new);
  }

  @ParameterizedTest
  @EnumSource
  void podmanPullsAndPushesBack(Mode mode) throws Exception {
    Tool.require("podman");
    start(mode);
    String reference = push(mode, "team/app:v1");
    String id = tool.run(List.of("podman", "pull", "-q"), options(mode), reference);
    tool.run("podman", "tag", reference, host + "/other/app:v2");
    tool.run(List.of("podman", "push", "-q"), options(mode), host + "/other/app:v2");
    tool.run("podman", "rmi", "-f", id);
    assertEquals(
        id, tool.run(List.of("podman", "pull", "-q"), options(mode), host + "/other/app:v2"));
  }

  @ParameterizedTest
  @EnumSource
  void buildahBuildsOnAPulledImageAndPushes(Mode mode) throws Exception {
    Tool.require("buildah");
    start(mode);
    String reference = push(mode, "team/app:v1");
    Files.writeString(tool.directory().resolve("hello.txt"), "hello");
    String container = tool.run(List.of("buildah", "from", "-q"), options(mode), reference);
    tool.run("buildah", "copy", container, "hello.txt", "/hello.txt");
    tool.run("buildah", "commit", "-q", container, host + "/team/built:v1");
    tool.run(List.of("buildah", "push", "-q"), options(mode), host + "/team/built:v1");
    String inspected =
        tool.run(
            List.of("skopeo", "inspect"), options(mode), "docker://" + host + "/team/built:v1");
    assertEquals(
        2, Json.parseObject(inspected.getBytes(StandardCharsets.UTF_8)).strings("Layers").size());
  }

  @ParameterizedTest
  @EnumSource
  void dockerAndContainerdPullAndPushBack(Mode mode) throws Exception {
    Tool.require("dockerd");
    Tool.require("docker");
    start(mode);
    String reference = push(mode, "team/app:v1");
    Path docker = Files.createDirectories(directory.resolve("docker"));
    Path log = docker.resolve("log");
    Process daemon = tool.start(dockerd(docker), log);
    try {
      Tool client = dockerClient(mode, docker);
      awaitDaemon(client, daemon, log);
      String pulled = client.run("docker", "pull", reference);
      assertTrue(pulled.contains(image.manifest().toString()), pulled);
      client.run("docker", "tag", reference, host + "/docker/app:v2");
      client.run("docker", "push", host + "/docker/app:v2");
      client.run("docker", "rmi", reference, host + "/docker/app:v2");
      client.run("docker", "pull", host + "/docker/app:v2");
      containerd(mode, docker, reference);
    } finally {
      daemon.destroy();
      if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
        daemon.destroyForcibly();
      }
    }
  }

  private static List<String> dockerd(Path docker) {
    return List.of(
        "dockerd",
        "-H",
        "unix://" + docker.resolve("sock"),
        "--data-root",
        docker.resolve("data").toString(),
        "--exec-root",
        docker.resolve("exec").toString(),
        "--pidfile",
        docker.resolve("pid").toString(),
        "--bridge=none",
        "--iptables=false",
        "--ip-forward=false",
        "--exec-opt=native.cgroupdriver=cgroupfs",
        "--storage-driver=vfs");
  }

  private Tool dockerClient(Mode mode, Path docker) throws IOException {
    Path config = Files.createDirectories(docker.resolve("config"));
    String credentials = "alice:" + PASSWORD;
    String auth = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        config.resolve("config.json"),
        mode == Mode.PLAIN ? "{}" : "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(host, auth));
    var environment = new java.util.TreeMap<>(tool.environment());
    environment.put("DOCKER_HOST", "unix://" + docker.resolve("sock"));
    environment.put("DOCKER_CONFIG", config.toString());
    return new Tool(tool.directory(), environment);
  }

  private static void awaitDaemon(Tool client, Process daemon, Path log) throws Exception {
    for (int i = 0; i < 150; i++) {
      if (client.exit("docker", "version") == 0) {
        return;
      }
      assertTrue(daemon.isAlive(), () -> read(log));
      Thread.sleep(200);
    }
    throw new IOException("dockerd does not answer\n" + read(log));
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// The containerd that dockerd started speaks to registries in a way of its own: no ping, whole
  /// blobs in one PUT.
  private void containerd(Mode mode, Path docker, String reference) throws Exception {
    Tool.require("ctr");
    List<String> ctr =
        List.of("ctr", "-a", docker.resolve("exec/containerd/containerd.sock").toString());
    List<String> reach =
        mode == Mode.PLAIN
            ? List.of("--plain-http")
            : List.of("--hosts-dir", hosts().toString(), "--user", "alice:" + PASSWORD);
    tool.run(command(concat(ctr, "content", "fetch"), reach, reference));
    tool.run(command(concat(ctr, "images", "push"), reach, host + "/ctr/app:v3", reference));
    String raw =
        tool.run(
            List.of("skopeo", "inspect", "--raw"),
            options(mode),
            "docker://" + host + "/ctr/app:v3");
    assertTrue(raw.contains("schemaVersion"), raw);
  }

  /// Without a hosts file, containerd speaks plain HTTP to loopback.
  private Path hosts() throws IOException {
    Path hosts = directory.resolve("hosts");
    Path own = Files.createDirectories(hosts.resolve(host));
    Files.writeString(
        own.resolve("hosts.toml"),
        """
        server = "https://%1$s"
        [host."https://%1$s"]
        capabilities = ["pull", "resolve", "push"]
        ca = "%2$s"
        """
            .formatted(host, directory.resolve("certs/ca.crt")));
    return hosts;
  }

  private static List<String> concat(List<String> first, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(more));
    return all;
  }

  @ParameterizedTest
  @EnumSource(names = "TLS_WITH_USER")
  void wrongPasswordAndUnknownAuthorityAreRefused(Mode mode) throws Exception {
    start(mode);
    String reference = push(mode, "team/app:v1");
    String certificates = directory.resolve("certs").toString();
    assertNotEquals(
        0,
        tool.exit(
            "skopeo",
            "inspect",
            "--cert-dir",
            certificates,
            "--creds",
            "alice:x",
            "docker://" + reference));
    assertTrue(
        Files.readString(tool.directory().resolve("output")).contains("unauthorized"),
        "the client knows that the password is wrong");
    assertNotEquals(
        0, tool.exit("skopeo", "inspect", "--creds", "alice:" + PASSWORD, "docker://" + reference));
    assertTrue(Files.readString(tool.directory().resolve("output")).contains("unknown authority"));
  }
}
