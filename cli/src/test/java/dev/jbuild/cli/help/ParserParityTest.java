package dev.jbuild.cli.help;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.cli.command.Commands;
import dev.jbuild.cli.syntax.ArgumentParser;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.TestSyntax;
import dev.jbuild.cli.syntax.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Our parser and picocli's, given the same syntax, must understand the same command lines alike.
/// Left out is what picocli can't do: values attached to flags (`--quiet=false`), and operands that
/// look like options behind `--`.
class ParserParityTest {
  private static final String REFUSED = "refused";

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "-q .",
        ". -q",
        "-qti .",
        "-itfx .",
        "-itf x .",
        "-f x -f y .",
        "-f=x .",
        "--file=x .",
        "--file= .",
        "-e A=1 -eB=2 --env C=3 --env=D=4 .",
        "-e A= .",
        "--name -1 .",
        "-f -secret .",
        "-f - .",
        ". more",
        ". -- more",
        "-- . more",
        "- -",
        "--mode plain .",
        "--root /x --log-level debug .",
        "",
        "-q",
        "a b c",
        "--unknown .",
        "-qx .",
        "-f",
        ". --name",
        "-f -q .",
        "--name --file x ."
      })
  void agreesOnCommandLines(String line) {
    List<String> words = line.isEmpty() ? List.of() : List.of(line.split(" "));
    compare(TestSyntax.MIXED, words);
    compare(TestSyntax.FIRST, words);
  }

  @Test
  void agreesOnRandomCommandLinesOfAllCommands() {
    Random random = new Random(20261122);
    for (CommandSyntax syntax : Commands.all()) {
      List<String> vocabulary = vocabulary(syntax);
      for (int round = 0; round < 200; round++) {
        List<String> words = new ArrayList<>();
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
          words.add(vocabulary.get(random.nextInt(vocabulary.size())));
        }
        compare(syntax, words);
      }
    }
  }

  private static List<String> vocabulary(CommandSyntax syntax) {
    List<String> words = new ArrayList<>(List.of("image", "8080", "-", "a=b", "/x"));
    for (Option<?> option : syntax.allOptions()) {
      boolean typed = !option.isFlag() && option.choices().isEmpty() && !isText(option);
      if (typed || option.name().equals("--help")) {
        continue;
      }
      String value = option.choices().isEmpty() ? "v" : option.choices().getLast();
      for (String name : option.names()) {
        words.add(option.isFlag() ? name : name + "=" + value);
        if (option.choices().isEmpty()) {
          words.add(name);
        }
      }
    }
    return words;
  }

  private static boolean isText(Option<?> option) {
    return accepts(option, "v") && accepts(option, "/x");
  }

  private static boolean accepts(Option<?> option, String value) {
    CommandSyntax alone = CommandSyntax.command("x", "x").options(option).build();
    try {
      ArgumentParser.parse(alone, List.of(option.name() + "=" + value));
      return true;
    } catch (UsageException e) {
      return false;
    }
  }

  private static void compare(CommandSyntax syntax, List<String> words) {
    assertEquals(picocli(syntax, words), ours(syntax, words), () -> syntax.name() + " " + words);
  }

  private static String ours(CommandSyntax syntax, List<String> words) {
    try {
      Arguments arguments = ArgumentParser.parse(syntax, words);
      StringBuilder text = new StringBuilder();
      for (Option<?> option : syntax.allOptions()) {
        if (arguments.has(option)) {
          Object value = arguments.get(option);
          Object plain = value instanceof Optional<?> o ? o.orElseThrow() : value;
          text.append(option).append('=').append(plain).append('\n');
        }
      }
      return text.append(arguments.operands()).toString();
    } catch (UsageException e) {
      return REFUSED;
    }
  }

  private static String picocli(CommandSyntax syntax, List<String> words) {
    CommandLine command = PicocliCommand.of(syntax);
    try {
      ParseResult result = command.parseArgs(words.toArray(String[]::new));
      StringBuilder text = new StringBuilder();
      for (Option<?> option : syntax.allOptions()) {
        if (result.hasMatchedOption(option.name())) {
          text.append(option).append('=');
          text.append(result.<Object>matchedOptionValue(option.name(), "")).append('\n');
        }
      }
      List<String> operands = new ArrayList<>();
      result
          .matchedPositionals()
          .forEach(positional -> {
            Object value = positional.getValue();
            if (value instanceof List<?> list) {
              list.forEach(element -> operands.add(String.valueOf(element)));
            } else {
              operands.add(String.valueOf(value));
            }
          });
      return text.append(operands).toString();
    } catch (ParameterException e) {
      return REFUSED;
    }
  }
}
