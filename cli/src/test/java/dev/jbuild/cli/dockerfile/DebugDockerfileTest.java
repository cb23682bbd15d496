package dev.jbuild.cli.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.cli.TestInvocation;
import dev.jbuild.cli.TestInvocation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebugDockerfileTest {
  @TempDir Path directory;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(directory.resolve("good"), "FROM debian\nCMD true\n");
    Files.writeString(directory.resolve("wrong"), "FROM debian\nRUN true\nFETCH x\n");
    Files.writeString(directory.resolve("broken"), "FROM debian\nENV a=b c\n");
    Files.writeString(
        directory.resolve("args"), "ARG TAG=1\nFROM debian:$TAG AS a\nFROM a\nARG TARGETARCH\n");
  }

  private Result run(String... arguments) {
    return run(new TestInvocation(directory), arguments);
  }

  private Result run(TestInvocation invocation, String... arguments) {
    return invocation
        .with("JBUILD_ROOT", directory.resolve("store").toString())
        .run(
            Stream.concat(Stream.of("debug", "dockerfile"), Stream.of(arguments))
                .toArray(String[]::new));
  }

  @Test
  void printsALineForEachFileInTheOrderGiven() {
    Result result = run("--emit", "typed", "wrong", "good", "broken", "good");
    assertEquals(0, result.exitCode(), result.err());
    List<String> lines = result.out().lines().toList();
    assertEquals(4, lines.size(), result.out());
    assertTrue(
        lines.get(0).startsWith("{\"file\":\"wrong\",\"typed\":{\"at\":[3,3],\"error\":\"unknown "),
        lines.get(0));
    assertEquals(
        "{\"file\":\"good\",\"typed\":{\"ok\":true,\"stages\":[{\"base\":\"debian\",\"commands\":[{"
            + "\"end\":2,\"fields\":{\"CmdLine\":[\"true\"],\"Files\":null,\"PrependShell\":true},"
            + "\"name\":\"CMD\",\"start\":2}],\"name\":\"\",\"platform\":\"\"}]}}",
        lines.get(1));
    assertEquals("{\"file\":\"broken\",\"typed\":null}", lines.get(2));
    assertEquals(lines.get(1), lines.get(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "parse | {'file':'no','parse':{'error':'no such file or directory','ok':false}}",
        "typed | {'file':'no','typed':{'error':'no such file or directory','ok':false}}",
        "image | {'error':'no such file or directory','file':'no','ok':false}",
        "graph | {'error':'no such file or directory','file':'no','ok':false}",
        "lint  | {'file':'no','lint':{'error':'no such file or directory'}}"
      },
      quoteCharacter = '!')
  void goesOnAfterAFileThatIsMissing(String facet, String line) {
    Result result = run("--emit", facet, "no", "good");
    assertEquals(1, result.exitCode());
    assertEquals(line.replace('\'', '"'), result.out().lines().findFirst().orElse(""));
    assertEquals(2, result.out().lines().count());
    assertEquals("", result.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "good\nwrong\n",
        "good\nwrong",
        "\n\ngood\n\nwrong\n\n",
        "good\0wrong\0",
        "\0good\0wrong"
      })
  void readsNamesFromStandardInput(String list) {
    String ends = "--null=" + (list.indexOf('\0') >= 0);
    Result result =
        run(new TestInvocation(directory).input(list), ends, "--files-from", "-", "broken");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(
        List.of("broken", "good", "wrong"),
        result.out().lines().map(line -> line.split("\"")[3]).toList());
  }

  @Test
  void readsNamesFromAFile() throws IOException {
    Files.writeString(directory.resolve("list"), "good\n");
    Result result = run("--files-from", "list", "--emit", "lint");
    assertEquals(
        "{\"file\":\"good\",\"lint\":{\"warnings\":[{\"line\":2,\"msg\":\"JSON arguments recommended"
            + " for CMD to prevent unintended behavior related to OS signals\","
            + "\"rule\":\"JSONArgsRecommended\"}]}}\n",
        result.out());
  }

  @Test
  void readsADockerfileFromStandardInput() {
    Result result = run(new TestInvocation(directory).input("FROM scratch\n"), "-");
    assertTrue(result.out().startsWith("{\"file\":\"-\",\"parse\":{\"escape\":"), result.out());
  }

  @Test
  void namesMayHoldAnyByte() throws IOException {
    Path odd = Files.writeString(directory.resolve("a\n\"b\""), "FROM scratch\n");
    Result result =
        run(new TestInvocation(directory).input("a\n\"b\"\0"), "-0", "--files-from", "-");
    assertEquals(0, result.exitCode(), result.out());
    assertTrue(result.out().startsWith("{\"file\":\"a\\n\\\"b\\\"\","), result.out());
    Files.delete(odd);
  }

  @Test
  void refusesToTakeAFileForAListOfNames() {
    Result result = run(new TestInvocation(directory).input("x".repeat(5000)), "--files-from", "-");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("more than 4096 bytes"), result.err());
  }

  @Test
  void evaluatesWithTheOptionsOfABuild() {
    Result result =
        run("--emit", "graph", "--build-arg", "TAG=2", "--platform", "linux/arm64", "args");
    assertTrue(result.out().contains("docker.io/library/debian:2@sha256:"), result.out());
    assertTrue(result.out().contains("\"Architecture\":\"arm64\""), result.out());
    assertTrue(run("--emit", "graph", "args").out().contains("debian:1@"));
    Result target = run("--emit", "image", "--target", "b", "args");
    assertTrue(target.out().contains("\"ok\":false"), target.out());
  }

  @Test
  void looksForBasesInTheStoreWhenAsked() {
    Result result = run("--bases", "store", "--emit", "image", "good");
    assertEquals(1, result.exitCode());
    assertTrue(result.out().contains("base image 'debian:latest' for "), result.out());
  }

  @Test
  void wantsAFile() {
    Result result = run("--emit", "parse");
    assertEquals(2, result.exitCode());
    assertTrue(result.err().contains("no file was given"), result.err());
  }

  @Test
  void saysThatAFileIsTooLarge() throws IOException {
    try (var file = new java.io.RandomAccessFile(directory.resolve("huge").toFile(), "rw")) {
      file.setLength(100L << 20);
    }
    Result result = run("huge", ".", "good");
    List<String> lines = result.out().lines().toList();
    assertTrue(lines.get(0).contains("limit"), lines.get(0));
    assertTrue(lines.get(1).contains("\"error\":\"Is a directory\""), lines.get(1));
    assertTrue(lines.get(2).contains("\"ok\":true"), lines.get(2));
    assertEquals(1, result.exitCode());
  }
}
