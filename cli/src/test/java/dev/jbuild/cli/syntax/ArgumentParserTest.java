package dev.jbuild.cli.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentParserTest {
  private static Arguments mixed(String... words) throws UsageException {
    return ArgumentParser.parse(TestSyntax.MIXED, List.of(words));
  }

  private static Arguments first(String... words) throws UsageException {
    return ArgumentParser.parse(TestSyntax.FIRST, List.of(words));
  }

  private static String refusal(CommandSyntax syntax, String... words) {
    return assertThrows(UsageException.class, () -> ArgumentParser.parse(syntax, List.of(words)))
        .getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-f x .", "-fx .", "-f=x .", "--file x .", "--file=x .", ". -f x"})
  void takesValuesInEveryForm(String line) throws UsageException {
    Arguments arguments = mixed(line.split(" "));
    assertEquals(Optional.of("x"), arguments.get(TestSyntax.FILE));
    assertEquals(List.of("."), arguments.operands());
  }

  @Test
  void splitsBundlesOfFlagsWithOneValueAtTheEnd() throws UsageException {
    Arguments arguments = mixed("-itfx", ".");
    assertTrue(arguments.get(TestSyntax.INTERACTIVE));
    assertTrue(arguments.get(TestSyntax.TTY));
    assertFalse(arguments.get(TestSyntax.QUIET));
    assertEquals(Optional.of("x"), arguments.get(TestSyntax.FILE));
  }

  @Test
  void keepsTheLastOfASingleOptionAndAllOfARepeatedOne() throws UsageException {
    Arguments arguments = mixed("-f", "a", "-e", "A=1", "-eB=2", "--env=C=3", "-f", "b", ".");
    assertEquals(Optional.of("b"), arguments.get(TestSyntax.FILE));
    assertEquals(List.of("A=1", "B=2", "C=3"), arguments.get(TestSyntax.ENV));
  }

  @Test
  void turnsAFlagOffAgain() throws UsageException {
    assertFalse(mixed("-q", "--quiet=false", ".").get(TestSyntax.QUIET));
    assertTrue(mixed("--quiet=true", ".").get(TestSyntax.QUIET));
    assertEquals(
        "invalid value 'perhaps' for option '--quiet': expected true or false",
        refusal(TestSyntax.MIXED, "--quiet=perhaps", "."));
  }

  @Test
  void leavesEverythingBehindTheFirstOperandToTheContainer() throws UsageException {
    Arguments arguments = first("-q", "busybox", "sh", "-c", "-q", "--", "--name=x");
    assertEquals(List.of("busybox", "sh", "-c", "-q", "--", "--name=x"), arguments.operands());
    assertEquals(Optional.empty(), arguments.get(TestSyntax.NAME));
  }

  @Test
  void readsOptionsAnywhereBeforeTwoDashes() throws UsageException {
    Arguments arguments = mixed(".", "-q", "--", "-f");
    assertTrue(arguments.get(TestSyntax.QUIET));
    assertEquals(List.of(".", "-f"), arguments.operands());
  }

  @Test
  void takesALoneDashAsAWord() throws UsageException {
    Arguments arguments = mixed("-f", "-", "-");
    assertEquals(Optional.of("-"), arguments.get(TestSyntax.FILE));
    assertEquals(List.of("-"), arguments.operands());
  }

  @Test
  void takesValuesThatLookLikeOptionsButAreNone() throws UsageException {
    assertEquals(Optional.of("-secret"), mixed("-f", "-secret", ".").get(TestSyntax.FILE));
    assertEquals(Optional.of("-1"), mixed("--name", "-1", ".").get(TestSyntax.NAME));
  }

  @Test
  void acceptsGlobalOptionsOfEveryCommand() throws UsageException {
    Arguments arguments = mixed("--root", "/s", ".", "--log-level=debug");
    assertEquals(Optional.of("/s"), arguments.get(GlobalOptions.ROOT));
    assertEquals("debug", arguments.get(GlobalOptions.LOG_LEVEL));
  }

  @Test
  void asksForNoOperandsWhenHelpIsWanted() throws UsageException {
    assertTrue(mixed("--help").wantsHelp());
    assertTrue(mixed("-h").wantsHelp());
    assertFalse(first("image", "--help").wantsHelp());
  }

  @Test
  void givesDefaultsForWhatIsLeftOut() throws UsageException {
    Arguments arguments = mixed(".");
    assertEquals("auto", arguments.get(TestSyntax.MODE));
    assertEquals(Optional.empty(), arguments.get(TestSyntax.FILE));
    assertEquals(List.of(), arguments.get(TestSyntax.ENV));
    assertFalse(arguments.has(TestSyntax.MODE));
  }

  @Test
  void saysWhatIsWrong() {
    assertEquals("unknown option '--filee'", refusal(TestSyntax.MIXED, "--filee", "x"));
    assertEquals("unknown option '-x'", refusal(TestSyntax.MIXED, "-qx", "."));
    assertEquals("option '--file' needs a value, FILE", refusal(TestSyntax.MIXED, ".", "-f"));
    assertEquals(
        "option '--file' needs a value, FILE, but is followed by '-q'",
        refusal(TestSyntax.MIXED, "-f", "-q", "."));
    assertEquals("missing operand PATH: a path", refusal(TestSyntax.MIXED));
    assertEquals(
        "unexpected operand 'c' after PATH [MORE]", refusal(TestSyntax.MIXED, "a", "b", "c"));
    assertEquals(
        "invalid value 'loud' for option '--mode': expected auto, plain, tty",
        refusal(TestSyntax.MIXED, "--mode", "loud", "."));
  }
}
