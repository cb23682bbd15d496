package dev.jbuild.cli.dockerfile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.cli.TestInvocation;
import dev.jbuild.cli.TestInvocation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmtTest {
  private static final String UGLY = "from  debian\n\n\nrun true  \n";
  private static final String FINE = "FROM debian\n\nRUN true\n";

  @TempDir Path directory;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(directory.resolve("sub/.git"));
    Files.writeString(directory.resolve("ugly"), UGLY);
    Files.writeString(directory.resolve("fine"), FINE);
    for (String name : List.of("Dockerfile", "a.dockerfile", "Containerfile.x", "notes.txt")) {
      Files.writeString(directory.resolve("sub").resolve(name), UGLY);
    }
    Files.writeString(directory.resolve("sub/Dockerfile.dockerignore"), "*\n");
    Files.writeString(directory.resolve("sub/.git/Dockerfile"), UGLY);
  }

  private Result run(String... arguments) {
    return run(new TestInvocation(directory), arguments);
  }

  private static Result run(TestInvocation invocation, String... arguments) {
    return invocation.run(
        Stream.concat(Stream.of("fmt"), Stream.of(arguments)).toArray(String[]::new));
  }

  private String read(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  @Test
  void replacesWhatIsNotFormattedAndNamesIt() throws IOException {
    Result result = run("ugly", "fine");
    assertEquals(new Result(0, "ugly\n", ""), result);
    assertEquals(FINE, read("ugly"));
    assertEquals(new Result(0, "", ""), run("ugly", "fine"));
  }

  @Test
  void checkChangesNothing() throws IOException {
    assertEquals(new Result(1, "ugly\n", ""), run("--check", "fine", "ugly"));
    assertEquals(UGLY, read("ugly"));
    assertEquals(new Result(0, "", ""), run("--check", "fine"));
  }

  @Test
  void diffShowsTheDifference() throws IOException {
    String diff =
        """
        --- ugly.orig
        +++ ugly
        @@ -1,4 +1,3 @@
        -from  debian
        -
        +FROM debian
        \s
        -run true \s
        +RUN true
        """;
    assertEquals(new Result(0, diff, ""), run("--diff", "ugly"));
    assertEquals(new Result(1, diff, ""), run("--diff", "--check", "ugly", "fine"));
    assertEquals(UGLY, read("ugly"));
  }

  @Test
  void formatsStandardInputToStandardOutput() {
    assertEquals(new Result(0, FINE, ""), run(new TestInvocation(directory).input(UGLY), "-"));
    assertEquals(
        new Result(1, "-\n", ""), run(new TestInvocation(directory).input(UGLY), "--check", "-"));
  }

  @Test
  void findsDockerfilesInDirectories() throws IOException {
    Result result = run("sub");
    assertEquals(
        new Result(0, "sub/Containerfile.x\nsub/Dockerfile\nsub/a.dockerfile\n", ""), result);
    assertEquals(UGLY, read("sub/notes.txt"));
    assertEquals(UGLY, read("sub/.git/Dockerfile"));
    assertEquals("*\n", read("sub/Dockerfile.dockerignore"));
  }

  @Test
  void keepsModesAndLinks() throws IOException {
    Path ugly = directory.resolve("ugly");
    Files.setPosixFilePermissions(ugly, PosixFilePermissions.fromString("rwxr-x---"));
    Path link = Files.createSymbolicLink(directory.resolve("sub/link"), Path.of("../ugly"));
    assertEquals(new Result(0, "sub/link\n", ""), run("sub/link"));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(FINE, read("ugly"));
    assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(ugly)));
    try (Stream<Path> left = Files.list(directory)) {
      assertFalse(left.anyMatch(path -> path.toString().endsWith(".tmp")));
    }
  }

  @Test
  void leavesAloneWhatItCanNotParse() throws IOException {
    Files.writeString(directory.resolve("wrong"), "from  debian\nenv a=b c\n");
    Files.write(directory.resolve("latin"), "from  debian\nrun \u00e4\n".getBytes(ISO_8859_1));
    Result result = run("wrong", "missing", "latin", "ugly");
    assertEquals(1, result.exitCode());
    assertEquals("ugly\n", result.out());
    assertTrue(result.err().contains("error: wrong:2"), result.err());
    assertTrue(
        result.err().contains("can't format 'missing': no such file or directory"), result.err());
    assertTrue(result.err().contains("latin:2: the line has bytes"), result.err());
    assertEquals("from  debian\nenv a=b c\n", read("wrong"));
  }

  @Test
  void diffsOfLongTextsKeepTheirContext() {
    StringBuilder before = new StringBuilder();
    StringBuilder after = new StringBuilder();
    for (int i = 1; i <= 20; i++) {
      before.append(i).append('\n');
      after.append(i == 3 || i == 18 ? "x" : i).append('\n');
    }
    assertEquals(
        """
        --- f.orig
        +++ f
        @@ -1,6 +1,6 @@
         1
         2
        -3
        +x
         4
         5
         6
        @@ -15,6 +15,6 @@
         15
         16
         17
        -18
        +x
         19
         20
        """,
        UnifiedDiff.of("f", before.toString(), after.toString()));
    assertEquals(
        "--- f.orig\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n",
        UnifiedDiff.of("f", "a", "a\n"));
    assertEquals("", UnifiedDiff.of("f", "a", "a"));
  }
}
