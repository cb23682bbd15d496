package dev.jbuild.dockerfile.ast;

import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A Dockerfile at the first level: its directives and its instructions, split but not understood.
///
/// @param escape the character that escapes and continues lines
/// @param directives at the top of the file
/// @param nodes one for each instruction, at least one
/// @param emptyContinuations instructions that have blank lines inside
/// @param extras whether instructions may be used that only jbuild knows; see the package `extras`
public record SyntaxTree(
    SourceFile source,
    char escape,
    List<Directive> directives,
    List<Node> nodes,
    List<Node> emptyContinuations,
    boolean extras) {

  /// Largest file that is read, in bytes.
  public static final int MAX_BYTES = Limits.FILE;

  public SyntaxTree {
    directives = List.copyOf(directives);
    nodes = List.copyOf(nodes);
    emptyContinuations = List.copyOf(emptyContinuations);
  }

  /// Reads a file. Lines that cannot be split are all reported together.
  ///
  /// @throws DockerfileException when a line cannot be split or the file has no instruction
  public static SyntaxTree parse(SourceFile source) throws DockerfileException {
    return new TreeReader(source).read();
  }

  /// Reads the trigger of an ONBUILD as if it were a file of its own.
  ///
  /// @throws DockerfileException when the text is not one instruction
  public static SyntaxTree parseTrigger(String trigger) throws DockerfileException {
    SourceFile source = SourceFile.of("ONBUILD trigger", trigger.getBytes(StandardCharsets.UTF_8));
    SyntaxTree tree = parse(source);
    if (tree.nodes.size() != 1) {
      Diagnostic error =
          source.error(
              tree.nodes.get(1).range(), "", "an ONBUILD trigger must be one instruction", "");
      throw new DockerfileException(error);
    }
    return tree;
  }
}
