package dev.jbuild.cli.syntax;

/// A command line that a command's syntax does not allow. The message is one line for the user.
public final class UsageException extends Exception {
  private final String command;
  private final String unknown;

  UsageException(String command, String message, String unknown) {
    super(message);
    this.command = command;
    this.unknown = unknown;
  }

  /// A command line that is wrong in a way that only its command can see.
  public UsageException(CommandSyntax syntax, String message) {
    this(syntax.name(), message, "");
  }

  /// A word that names no command.
  public static UsageException unknownCommand(String word) {
    return new UsageException("", "'" + word + "' is not a jbuild command", word);
  }

  /// The name of the command that was to run; empty when that was not found.
  public String command() {
    return command;
  }

  /// The option or command that does not exist; empty when something else is wrong.
  public String unknown() {
    return unknown;
  }
}
