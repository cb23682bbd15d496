package dev.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.cli.TestInvocation.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatcherTest {
  @TempDir Path directory;

  private Result run(String... arguments) {
    return new TestInvocation(directory).run(arguments);
  }

  @Test
  void printsHelpWhenNothingIsAsked() {
    Result result = run();
    assertEquals(0, result.exitCode());
    assertTrue(result.out().startsWith("Usage:  jbuild "), result.out());
    assertEquals("", result.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help", "--root /x --help"})
  void printsHelpInAllWays(String line) {
    Result result = run(line.split(" "));
    assertEquals(0, result.exitCode());
    assertTrue(result.out().contains("\nCommands:\n"), result.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"version --help", "version -h", "--help version", "help version", "-h version"})
  void printsHelpOfACommandInAllWays(String line) {
    Result result = run(line.split(" "));
    assertEquals(0, result.exitCode());
    assertTrue(result.out().startsWith("Usage:  jbuild version "), result.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version",
        "--version",
        "-v",
        "--root /x version",
        "--root=/x --log-level error version",
        "version --root /x"
      })
  void acceptsGlobalOptionsBeforeAndAfterTheCommand(String line) {
    Result result = run(line.split(" "));
    assertEquals(0, result.exitCode());
    assertTrue(result.out().startsWith("jbuild version "), result.out());
  }

  @Test
  void suggestsCommands() {
    Result result = run("versoin");
    assertEquals(2, result.exitCode());
    assertEquals(
        """
        jbuild: 'versoin' is not a jbuild command
        did you mean version?
        see 'jbuild --help'
        """,
        result.err());
  }

  @Test
  void suggestsOptions() {
    Result result = run("version", "--rooot", "/x");
    assertEquals(2, result.exitCode());
    assertEquals(
        """
        jbuild: unknown option '--rooot'
        did you mean --root?
        see 'jbuild version --help'
        """,
        result.err());
  }

  @Test
  void refusesOperandsThatACommandDoesNotTake() {
    Result result = run("version", "now");
    assertEquals(2, result.exitCode());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith("jbuild: unexpected operand 'now'\n"), result.err());
  }

  @Test
  void printsCompletionScripts() {
    assertTrue(run("completion", "bash").out().contains("complete -F"));
    assertTrue(run("completion", "zsh").out().contains("bashcompinit"));
    assertTrue(run("completion", "fish").out().startsWith("complete -c jbuild"));
    assertEquals(2, run("completion", "tcsh").exitCode());
  }

  @Test
  void showsTheStackTraceOnlyWhenDebugging() {
    assertEquals(3, run("nonsense").err().lines().count() + 1);
    String debug = run("--log-level", "debug", "nonsense").err();
    assertTrue(debug.contains("\tat dev.jbuild.cli."), debug);
  }
}
