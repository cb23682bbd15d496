package dev.jbuild.dockerfile.format;

import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import java.nio.charset.StandardCharsets;

/// Writes a Dockerfile in its canonical form.
///
/// Instruction words and AS are in upper case; blanks around them and at line ends go; lines end in
/// a line feed; runs of blank lines shrink to one and those inside an instruction go; continuation
/// lines of COPY, ADD, EXPOSE, VOLUME and FROM are indented by four blanks. Comments, directives,
/// heredocs and everything a shell gets to see stay as they are: the syntax tree before and after
/// is the same, which is checked each time. Formatting twice changes nothing.
public final class DockerfileFormatter {

  private DockerfileFormatter() {}

  /// Formats a file.
  ///
  /// @throws DockerfileException when the file cannot be parsed
  public static String format(String fileName, byte[] text) throws DockerfileException {
    SyntaxTree before = SyntaxTree.parse(SourceFile.of(fileName, text));
    String formatted = new FormattedText(before).write();
    SyntaxTree after = parse(fileName, formatted);
    if (!TreeComparison.same(before, after)) {
      throw new IllegalStateException(
          "formatting '"
              + fileName
              + "' would have changed its meaning; this is a defect of jbuild");
    }
    return formatted;
  }

  private static SyntaxTree parse(String fileName, String text) throws DockerfileException {
    return SyntaxTree.parse(SourceFile.of(fileName, text.getBytes(StandardCharsets.UTF_8)));
  }
}
