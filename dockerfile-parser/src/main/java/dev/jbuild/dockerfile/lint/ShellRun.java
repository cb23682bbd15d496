package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.ast.HeredocWord;
import dev.jbuild.dockerfile.instruction.CommandLine;
import dev.jbuild.dockerfile.instruction.RunInstruction;
import dev.jbuild.dockerfile.instruction.ShellFile;
import java.util.List;
import java.util.Set;

/// A RUN and the commands in it.
///
/// @param text what the shell gets, or the words of the JSON form
record ShellRun(RunInstruction instruction, String text, List<ShellCommand> commands) {

  static final Set<String> SHELLS = Set.of("sh", "ash", "bash", "dash", "ksh", "zsh");

  static ShellRun of(RunInstruction run) {
    CommandLine line = run.command();
    if (line.shell()) {
      String text = text(line);
      return new ShellRun(run, text, ShellText.commands(text));
    }
    List<String> words = line.words();
    boolean shell =
        words.size() == 3
            && SHELLS.contains(words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1))
            && words.get(1).startsWith("-")
            && words.get(1).endsWith("c");
    if (shell) {
      return new ShellRun(run, words.get(2), ShellText.commands(words.get(2)));
    }
    return new ShellRun(
        run, String.join(" ", words), List.of(new ShellCommand(words, false, false)));
  }

  /// The text with its heredocs; a heredoc for another interpreter is none of the shell's.
  private static String text(CommandLine line) {
    String text = line.words().isEmpty() ? "" : line.words().getFirst();
    if (line.files().isEmpty()) {
      return text;
    }
    if (HeredocWord.find(text).isEmpty()) {
      return text;
    }
    ShellFile file = line.files().getFirst();
    String content = file.content();
    boolean foreign =
        content.startsWith("#!") && !content.lines().findFirst().orElse("").contains("sh");
    return foreign ? "" : content;
  }

  /// Whether a cache or memory file system is mounted at the path, above it or below it.
  boolean keepsOut(String path) {
    for (String mount : instruction.mounts()) {
      boolean apart = mount.contains("type=cache") || mount.contains("type=tmpfs");
      for (String option : mount.split(",")) {
        int equals = option.indexOf('=');
        String key = equals < 0 ? option : option.substring(0, equals);
        boolean target = key.equals("target") || key.equals("dst") || key.equals("destination");
        String at = option.substring(equals + 1);
        if (apart && target && (path.startsWith(at) || at.startsWith(path))) {
          return true;
        }
      }
    }
    return false;
  }
}
