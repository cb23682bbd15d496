package dev.jbuild.cli.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.cli.command.Commands;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.TestSyntax;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelpTextTest {
  private final HelpText help = new HelpText(80);

  @Test
  void showsSynopsisOperandsOptionsAndExamples() {
    String text = help.of(TestSyntax.MIXED);
    assertTrue(text.startsWith("Usage:  jbuild mixed [OPTIONS] PATH [MORE]\n"), text);
    assertTrue(text.contains("A command for tests\n"), text);
    assertTrue(text.contains("  -f, --file=FILE "), text);
    assertTrue(text.contains("(default: auto)"), text);
    assertTrue(text.contains("  jbuild mixed -q .\n      does nothing quietly\n"), text);
  }

  @Test
  void keepsWithinTheWidth() {
    for (CommandSyntax syntax : Commands.all()) {
      String withoutExamples = help.of(syntax).split("\nExamples:\n")[0];
      withoutExamples
          .lines()
          .filter(line -> !line.startsWith("Usage:"))
          .forEach(line -> assertTrue(line.length() <= 80, () -> syntax.name() + ": " + line));
    }
  }

  @Test
  void listsEveryCommandWithItsSummary() {
    String text = help.ofAll(Commands.all());
    for (CommandSyntax syntax : Commands.all()) {
      assertTrue(text.contains("  " + syntax.name() + " "), syntax.name());
      assertTrue(text.contains(syntax.summary()), syntax.summary());
    }
  }

  @Test
  void everyCommandHasASummaryAndAnExample() {
    for (CommandSyntax syntax : Commands.all()) {
      assertTrue(!syntax.summary().isBlank() && !syntax.summary().endsWith("."), syntax.name());
      assertTrue(!syntax.examples().isEmpty(), syntax.name());
    }
  }

  @Test
  void everyExampleCallsItsCommand() {
    for (CommandSyntax syntax : Commands.all()) {
      assertTrue(
          syntax.examples().stream()
              .anyMatch(e -> e.commandLine().contains("jbuild " + syntax.name())),
          syntax.name());
    }
  }

  @Test
  void suggestsWhatIsClose() {
    assertEquals(2, Suggestions.distance("biuld", "build"));
    assertEquals(0, Suggestions.distance("run", "run"));
    assertEquals(3, Suggestions.distance("", "abc"));
  }

  @Test
  void completionScriptsKnowEveryCommandAndOption() {
    String bash = CompletionScript.bash(Commands.all());
    String fish = CompletionScript.fish(Commands.all());
    for (CommandSyntax syntax : Commands.all()) {
      for (String word : List.of(syntax.name().split(" "))) {
        assertTrue(bash.contains(word), word);
        assertTrue(fish.contains("-a '" + word + "'"), word);
      }
      syntax
          .options()
          .forEach(option -> {
            assertTrue(bash.contains(option.name()), option.name());
            assertTrue(fish.contains(" -l " + option.name().substring(2)), option.name());
          });
    }
  }
}
