package dev.jbuild.dockerfile;

import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.extras.Extras;
import dev.jbuild.dockerfile.extras.Includes;
import dev.jbuild.dockerfile.instruction.ArgInstruction;
import java.util.List;

/// A Dockerfile, read and checked as far as that is possible without expanding variables.
///
/// It has at least one stage unless it consists of ARG instructions alone. Immutable; what a target
/// of it means is worked out by the planner of the package `plan`.
///
/// @param globalArgs ARG instructions before the first FROM
public record Dockerfile(SyntaxTree tree, List<ArgInstruction> globalArgs, List<Stage> stages) {

  /// Largest file that is read, in bytes.
  public static final int MAX_BYTES = SyntaxTree.MAX_BYTES;

  public Dockerfile {
    globalArgs = List.copyOf(globalArgs);
    stages = List.copyOf(stages);
  }

  /// Reads a Dockerfile.
  ///
  /// @param fileName the name to use in diagnostics
  /// @param text the bytes of the file, not to be changed afterwards
  /// @throws DockerfileException when something is wrong; all errors that were found are in it
  public static Dockerfile parse(String fileName, byte[] text) throws DockerfileException {
    SyntaxTree tree = SyntaxTree.parse(SourceFile.of(fileName, text));
    return from(tree);
  }

  /// Reads a Dockerfile in which jbuild's extras are allowed: INCLUDE, UNSET, and variables in
  /// `--from`.
  ///
  /// @param includes finds the files that it includes
  /// @throws DockerfileException as with [#parse], and when a file cannot be included
  public static Dockerfile parseWithExtras(String fileName, byte[] text, Includes includes)
      throws DockerfileException {
    SyntaxTree tree = SyntaxTree.parse(SourceFile.of(fileName, text));
    return from(Extras.apply(tree, includes));
  }

  /// Reads the instructions of a syntax tree.
  ///
  /// @throws DockerfileException when something is wrong; all errors that were found are in it
  public static Dockerfile from(SyntaxTree tree) throws DockerfileException {
    return new StageReader(tree).read();
  }

  /// Name of the file as the caller gave it.
  public String fileName() {
    return tree.source().name();
  }

  /// The text of the file, for diagnostics.
  public SourceFile source() {
    return tree.source();
  }
}
