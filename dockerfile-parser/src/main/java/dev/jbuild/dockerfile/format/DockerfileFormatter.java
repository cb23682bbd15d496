package dev.jbuild.dockerfile.format;

import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
  /// @throws DockerfileException when the file cannot be parsed, or is not UTF-8 and would lose
  ///   bytes
  public static String format(String fileName, byte[] text) throws DockerfileException {
    SourceFile source = SourceFile.of(fileName, text);
    SyntaxTree before = SyntaxTree.parse(source);
    checkEncoding(source, text);
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

  private static void checkEncoding(SourceFile source, byte[] text) throws DockerfileException {
    byte[] again = new String(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    int at = Arrays.mismatch(text, again);
    if (at < 0) {
      return;
    }
    int line = 1;
    for (int i = 0; i < at; i++) {
      line += text[i] == '\n' ? 1 : 0;
    }
    throw new DockerfileException(
        source.error(
            SourceRange.line(line),
            "",
            "the line has bytes that are not UTF-8, which formatting would lose",
            "save the file as UTF-8"));
  }

  private static SyntaxTree parse(String fileName, String text) throws DockerfileException {
    return SyntaxTree.parse(SourceFile.of(fileName, text.getBytes(StandardCharsets.UTF_8)));
  }
}
