package dev.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.cli.TestInvocation.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands in this process, over a real store. The only program in the images is the launcher,
/// which is static and there anyway.
class CommandsIT {
  @TempDir Path directory;
  private Path context;

  @BeforeAll
  static void needsRoot() throws IOException {
    assumeTrue(
        (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0,
        "building images needs root");
  }

  @BeforeEach
  void baseImage() throws IOException {
    context = Files.createDirectory(directory.resolve("context"));
    Path tar = directory.resolve("base.tar");
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    try (InputStream program =
            CommandsIT.class
                .getClassLoader()
                .getResourceAsStream("dev/jbuild/runtime/launch/" + machine + "/jbuild-launcher");
        TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      byte[] bytes = program.readAllBytes();
      TarArchiveEntry entry = new TarArchiveEntry("launcher");
      entry.setSize(bytes.length);
      entry.setMode(0100755);
      out.putArchiveEntry(entry);
      out.write(bytes);
      out.closeArchiveEntry();
    }
    Result imported = run("import", "base.tar", "base:1");
    assertEquals(0, imported.exitCode(), imported.err());
    assertTrue(imported.out().startsWith("sha256:"), imported.out());
  }

  private Result run(String... arguments) {
    return run(new TestInvocation(directory), arguments);
  }

  private Result run(TestInvocation invocation, String... arguments) {
    return invocation.with("JBUILD_ROOT", directory.resolve("store").toString()).run(arguments);
  }

  private Result build(String dockerfile, String... arguments) throws IOException {
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    List<String> all = new java.util.ArrayList<>(List.of("build", "--progress", "plain"));
    all.addAll(List.of(arguments));
    all.add("context");
    return run(all.toArray(String[]::new));
  }

  private void succeeds(Result result) {
    assertEquals(0, result.exitCode(), () -> result.err() + result.out());
  }

  /// Fails with one message that begins so, and leaves the store usable.
  private void fails(int exitCode, String message, Result result) {
    assertEquals(exitCode, result.exitCode(), result.err());
    assertTrue(
        result.err().lines().anyMatch(line -> line.startsWith("jbuild: " + message)),
        () -> "'" + message + "' is not in:\n" + result.err());
    succeeds(run("images"));
  }

  @Test
  void buildsFromTheCacheTheSecondTime() throws IOException {
    Files.writeString(context.resolve("file"), "text");
    String dockerfile =
        "FROM base:1\nCOPY file /\nRUN [\"/launcher\", \"kill\", \"9999999\", \"1\", \"9\"]\n";
    Result first = build(dockerfile, "-t", "app");
    succeeds(first);
    assertTrue(first.err().contains("[3/3] RUN [\"/launcher\", \"kill\""), first.err());
    Result second = build(dockerfile, "-t", "app");
    succeeds(second);
    assertEquals(3, second.err().lines().filter(l -> l.endsWith(" CACHED")).count(), second.err());
    assertEquals("", second.out());
  }

  @Test
  void buildsWithoutTheWordBuildAndPrintsTheIdWhenQuiet() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM base:1\nENV A=b\n");
    Result result = run("-q", "-t", "app:2", "--iidfile", "id", "context");
    succeeds(result);
    assertEquals("", result.err());
    assertEquals(Files.readString(directory.resolve("id")) + "\n", result.out());
    assertEquals(result.out(), run("images", "-q", "--no-trunc", "app").out());
  }

  @Test
  void readsTheDockerfileFromStandardInput() {
    TestInvocation invocation = new TestInvocation(directory).input("FROM base:1\nLABEL a=b\n");
    succeeds(run(invocation, "build", "-q", "-f", "-", "-t", "app", "context"));
    assertTrue(run("inspect", "app").out().contains("\"a\": \"b\""));
  }

  @Test
  void callsADockerfileFromStandardInputByItsUsualName() {
    TestInvocation invocation = new TestInvocation(directory).input("FROM base:1\nRUNX a\n");
    Result result = run(invocation, "build", "-f", "-", "context");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("jbuild: Dockerfile:2:1: unknown instruction"), result.err());
  }

  @Test
  void warnsOfAnImageThatCannotBeListed() throws IOException {
    succeeds(build("FROM base:1\nENV A=b\n", "-t", "app:1"));
    try (var records = Files.list(directory.resolve("store/records/images"))) {
      Files.writeString(records.findFirst().orElseThrow(), "not JSON");
    }
    Result result = run("images");
    assertEquals(0, result.exitCode());
    assertTrue(result.err().contains("see 'jbuild system check'"), result.err());
  }

  @Test
  void checkKnowsTheBasesOfTheStoreAndOnlyThose() throws IOException {
    succeeds(build("FROM base:1\nENV SET=1\n", "-t", "parent"));
    succeeds(build("FROM base:1\nONBUILD EXPOSE many\n", "-t", "trigger"));
    String use = "\nCOPY $SET $UNSET /\n";
    Result known = check("FROM base:1" + use);
    assertEquals(1, known.exitCode(), known.err());
    assertTrue(known.out().contains("undefined variable '$SET'"), known.out());
    Result unknown = check("FROM elsewhere:1" + use);
    assertFalse(unknown.out().contains("undefined variable"), unknown.out());
    Result inherited = check("FROM parent" + use);
    assertTrue(inherited.out().contains("undefined variable '$UNSET'"), inherited.out());
    assertFalse(inherited.out().contains("undefined variable '$SET'"), inherited.out());
    Result triggered = check("FROM trigger\n");
    assertTrue(triggered.err().contains("'many' in 'many' is not a port"), triggered.err());
  }

  private Result check(String dockerfile) {
    return run(new TestInvocation(directory).input(dockerfile), "build", "--check", "-f-", ".");
  }

  @Test
  void listsNamesAndHistory() throws IOException {
    succeeds(build("FROM base:1\nENV A=b\n", "-t", "app:1"));
    succeeds(run("tag", "app:1", "localhost:5000/team/app:2"));
    String images = run("images").out();
    assertTrue(images.startsWith("REPOSITORY                TAG       IMAGE ID       "), images);
    assertTrue(images.contains("\nlocalhost:5000/team/app   2         "), images);
    List<String> history = run("history", "app:1").out().lines().toList();
    assertEquals(3, history.size());
    assertTrue(history.get(1).contains("ENV A=b"), history.get(1));
    assertTrue(history.get(2).startsWith("<missing> "), history.get(2));
    assertTrue(history.get(2).endsWith("Imported from base.tar"), history.get(2));
  }

  @Test
  void removesNamesThenTheImage() throws IOException {
    succeeds(build("FROM base:1\nENV A=b\n", "-t", "app:1"));
    succeeds(run("tag", "app:1", "app:2"));
    assertEquals("Untagged: app:2\n", run("rmi", "app:2").out());
    Result last = run("rmi", "app:1");
    assertTrue(last.out().startsWith("Untagged: app:1\nDeleted: sha256:"), last.out());
    fails(1, "no such image: 'app:1'", run("rmi", "app:1"));
    succeeds(run("rmi", "-f", "app:1"));
  }

  @Test
  void inspectsWhatItFindsAndNamesWhatIsMissing() {
    Result result = run("inspect", "base:1", "nothing");
    assertTrue(result.out().contains("\"RepoTags\": [\n            \"base:1\""), result.out());
    fails(1, "no such image or container: 'nothing'", result);
  }

  @Test
  void savesImagesInEveryFormat() {
    succeeds(run("save", "--format", "oci-dir", "-o", "layout", "base:1"));
    assertTrue(Files.exists(directory.resolve("layout/index.json")));
    succeeds(run("save", "--format", "oci-archive", "-o", "oci.tar", "base:1"));
    succeeds(run("save", "-o", "docker.tar", "base:1"));
    assertTrue(Files.exists(directory.resolve("docker.tar")));
    assertTrue(run("save", "base:1").out().contains("manifest.json"));
  }

  @Test
  void anImageWhoseRecordIsDamagedCanBeRemoved() throws IOException {
    succeeds(build("FROM base:1\nENV A=b\n", "-t", "app:1"));
    String id = run("images", "-q", "app:1").out().strip();
    Path records = directory.resolve("store/records/images");
    try (Stream<Path> files = Files.list(records)) {
      for (Path file : files.toList()) {
        if (Files.readString(file).contains(id)) {
          Files.writeString(file, "garbage");
        }
      }
    }
    fails(1, "record file '", run("tag", "app:1", "app:2"));
    Result removed = run("rmi", "app:1");
    succeeds(removed);
    assertTrue(removed.out().contains("Untagged: app:1"), removed.out());
    assertTrue(run("system", "check").out().contains("is sound"));
  }

  @Test
  void importTakesInstructionsForTheConfiguration() {
    succeeds(run("import", "-q", "-c", "CMD [\"sh\"]", "-c", "ENV A=b", "base.tar", "changed"));
    assertTrue(run("inspect", "changed").out().contains("\"A=b\""));
    fails(
        1,
        "change 'RUN true': only CMD",
        run("import", "--change", "RUN true", "base.tar", "changed"));
  }

  @Test
  void listsNoContainersWhenThereAreNone() {
    assertEquals(
        "CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES\n",
        run("ps").out());
    fails(1, "no such container: 'web'", run("rm", "web"));
  }

  @Test
  void checksTheStore() {
    Result result = run("system", "check");
    succeeds(result);
    assertTrue(result.out().endsWith(" is sound\n"), result.out());
  }

  @Test
  void aFailedStepShowsItsOutputLineAndExitCodeAndKeepsTheCacheBeforeIt() throws IOException {
    Files.writeString(context.resolve("file"), "text");
    String dockerfile = "FROM base:1\nCOPY file /\nRUN [\"/launcher\", \"nonsense\"]\n";
    Result result = build(dockerfile, "-t", "app");
    fails(1, "Dockerfile:3: ", result);
    assertTrue(result.err().contains("exit code"), result.err());
    assertTrue(result.err().contains("------\n > [3/3] RUN"), result.err());
    assertTrue(result.err().contains("3 | >>> RUN"), result.err());
    assertTrue(build(dockerfile, "-t", "app").err().contains(" CACHED\n"));
    fails(1, "no such image: 'app'", run("history", "app"));
  }

  @Test
  void badInputEndsWithOneMessage() throws IOException {
    fails(1, "Dockerfile:2:1: unknown instruction", build("FROM base:1\nFETCH x\n"));
    fails(1, "Dockerfile:2: COPY missing", build("FROM base:1\nCOPY missing /\n"));
    fails(1, "build context 'nowhere' does not exist", run("build", "nowhere"));
    fails(1, "build context 'base.tar' is not a directory", run("build", "base.tar"));
    fails(1, "invalid image reference 'App'", build("FROM base:1\n", "-t", "App"));
    fails(1, "no such file or directory: ", run("import", "nothing.tar"));
    Files.writeString(directory.resolve("text"), "this is not a tar archive at all");
    fails(1, "", run("import", "text"));
    fails(1, "cannot ", run("pull", "127.0.0.1:1/x"));
    fails(1, "cannot push 'x:latest'", run("push", "x"));
    fails(2, "unexpected operand", run("ps", "x"));
    fails(125, "invalid value 'x' for option '--memory'", run("run", "--memory", "x", "base:1"));
    fails(125, "memory limit 1 is too small", run("run", "-m", "1", "base:1"));
  }

  @Test
  void anImageForAnotherProcessorIsRefusedWithAdvice() throws IOException {
    succeeds(run("import", "--platform", "linux/s390x", "base.tar", "mainframe"));
    fails(1, "Dockerfile:1: ", build("FROM mainframe\nENV A=b\n"));
  }
}
