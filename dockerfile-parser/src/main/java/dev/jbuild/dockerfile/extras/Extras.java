package dev.jbuild.dockerfile.extras;

import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.shell.Blanks;
import java.util.Locale;

/// Switches on what BuildKit does not have: `INCLUDE path` of another file, `UNSET ENV name` and
/// its kin, and variables in `COPY --from` and `from=` of mounts.
///
/// A file switches them on by the comment `# extras=true` among the comments at its top, which to
/// BuildKit is a comment like any other; a caller may do so for any file.
public final class Extras {

  private static final int LINES_SEARCHED = 1_000;

  private Extras() {}

  /// Whether the comments above the first instruction have one that says `extras=true`.
  public static boolean areOn(SyntaxTree tree) {
    SourceFile source = tree.source();
    int first = Math.min(tree.nodes().getFirst().range().startLine(), LINES_SEARCHED);
    for (int number = 1; number < first; number++) {
      String line = Blanks.trim(source.line(number));
      if (line.startsWith("#") && isSwitch(line.substring(1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSwitch(String comment) {
    int equals = comment.indexOf('=');
    return equals > 0
        && Blanks.trim(comment.substring(0, equals)).toLowerCase(Locale.ROOT).equals("extras")
        && Blanks.trim(comment.substring(equals + 1)).toLowerCase(Locale.ROOT).equals("true");
  }

  /// The tree with included files in place of their INCLUDE, in which the other extras are allowed.
  /// Its source knows the included files, too, so that diagnostics show the right one.
  ///
  /// @throws DockerfileException when a file cannot be included
  public static SyntaxTree apply(SyntaxTree tree, Includes includes) throws DockerfileException {
    return new Inclusion(includes).expand(tree);
  }
}
