package dev.jbuild.cli.syntax;

import java.util.List;
import java.util.Optional;

/// Two made-up commands with every kind of option.
public final class TestSyntax {
  public static final Option<Boolean> QUIET = Option.flag("-q --quiet", "Say less");
  public static final Option<Boolean> TTY = Option.flag("-t --tty", "Make a terminal");
  public static final Option<Boolean> INTERACTIVE = Option.flag("-i --interactive", "Keep input");
  public static final Option<Optional<String>> FILE = Option.text("-f --file", "FILE", "A file");
  public static final Option<Optional<String>> NAME = Option.text("--name", "NAME", "A name");
  public static final Option<List<String>> ENV = Option.repeated("-e --env", "K=V", "A variable");
  public static final Option<String> MODE =
      Option.choice("--mode", "MODE", "How", "auto", "plain", "tty");

  /// Options anywhere, one operand and an optional one.
  public static final CommandSyntax MIXED =
      CommandSyntax.command("mixed", "A command for tests")
          .options(QUIET, TTY, INTERACTIVE, FILE, NAME, ENV, MODE)
          .positionals(
              Positional.one("PATH", "a path"), Positional.optional("MORE", "something more"))
          .example("jbuild mixed -q .", "does nothing quietly")
          .build();

  /// Options only before the first of many operands.
  public static final CommandSyntax FIRST =
      CommandSyntax.command("first", "Another command for tests")
          .options(QUIET, TTY, INTERACTIVE, FILE, NAME, ENV, MODE)
          .positionals(Positional.one("IMAGE", "an image"), Positional.many("ARG", "a word", 0))
          .optionsFirst()
          .build();

  private TestSyntax() {}
}
