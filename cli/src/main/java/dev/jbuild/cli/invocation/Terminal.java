package dev.jbuild.cli.invocation;

/// What is known of the terminal behind an invocation's streams. Answers are looked up when asked
/// for, since most commands never ask.
public interface Terminal {
  /// One of the standard streams.
  enum Stream {
    IN,
    OUT,
    ERR
  }

  /// The extent of a terminal's screen, in characters.
  record Size(int columns, int rows) {
    /// What is assumed when the real size can't be found.
    public static final Size DEFAULT = new Size(80, 24);
  }

  /// Whether a stream is connected to a terminal.
  boolean isTerminal(Stream stream);

  /// The size of the screen now.
  Size size();

  /// Reads a line without showing it, after a prompt.
  ///
  /// @throws CommandException when there is no terminal to ask at
  String readSecret(String prompt) throws CommandException;

  /// A terminal-less world: pipes and files only.
  static Terminal none() {
    return new Terminal() {
      @Override
      public boolean isTerminal(Stream stream) {
        return false;
      }

      @Override
      public Size size() {
        return Size.DEFAULT;
      }

      @Override
      public String readSecret(String prompt) throws CommandException {
        throw new CommandException("can't ask for '" + prompt.strip() + "': there is no terminal");
      }
    };
  }
}
