package dev.jbuild.builder;

import dev.jbuild.builder.context.ContextIncludes;
import dev.jbuild.builder.context.IgnoreFile;
import dev.jbuild.builder.tree.IoReason;
import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.extras.Extras;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The Dockerfile of a request, found and read.
final class Definition {
  private final @Nullable Path path;
  private final SourceFile source;

  private Definition(@Nullable Path path, SourceFile source) {
    this.path = path;
    this.source = source;
  }

  /// Its bytes, under the name that messages call it: the path relative to the context when it is
  /// inside.
  SourceFile source() {
    return source;
  }

  /// The ignore file that counts for it.
  ///
  /// @throws IOException when it is there but cannot be read, or a pattern is malformed
  Optional<IgnoreFile> ignoreFile(Path context) throws IOException {
    return path == null ? IgnoreFile.find(context) : IgnoreFile.find(context, path);
  }

  /// The file taken apart; with jbuild's extras when the request or the file switches them on.
  ///
  /// @throws DockerfileException when the file cannot be read as a Dockerfile
  SyntaxTree tree(BuildRequest request) throws DockerfileException {
    SyntaxTree tree = SyntaxTree.parse(source);
    return request.extras() || Extras.areOn(tree)
        ? Extras.apply(tree, new ContextIncludes(request.context()))
        : tree;
  }

  static Definition load(BuildRequest request) throws BuildException {
    Path context = request.context();
    if (!Files.isDirectory(context)) {
      throw BuildException.of(
          "build context '%s' is %s; pass a directory"
              .formatted(context, Files.exists(context) ? "not a directory" : "not there"),
          null);
    }
    Optional<SourceFile> text = request.source();
    if (text.isPresent()) {
      return new Definition(null, bounded(text.get()));
    }
    return read(context, request.dockerfile().orElseGet(() -> usual(context)));
  }

  private static Path usual(Path context) {
    Path file = context.resolve("Dockerfile");
    Path lower = context.resolve("dockerfile");
    return !Files.exists(file) && Files.exists(lower) ? lower : file;
  }

  private static SourceFile bounded(SourceFile source) throws BuildException {
    if (source.length() > Dockerfile.MAX_BYTES) {
      throw BuildException.of(
          "'%s' has more bytes than the limit of %d for a Dockerfile"
              .formatted(source.name(), Dockerfile.MAX_BYTES),
          null);
    }
    return source;
  }

  private static Definition read(Path context, Path file) throws BuildException {
    String name = name(context, file);
    try (InputStream in = Files.newInputStream(file)) {
      // pipes and devices have no size
      byte[] text = in.readNBytes(Dockerfile.MAX_BYTES + 1);
      return new Definition(file, bounded(SourceFile.of(name, text)));
    } catch (NoSuchFileException e) {
      throw BuildException.of(
          "there is no '%s'%s; write one or name it with -f FILE"
              .formatted(name, file.startsWith(context) ? " in '" + context + "'" : ""),
          e);
    } catch (IOException e) {
      throw BuildException.of("reading '%s' failed: %s".formatted(name, IoReason.of(e)), e);
    }
  }

  /// The failure of a build whose Dockerfile is wrong: the first error as the message, all of them
  /// with their places below it.
  static BuildException invalid(DockerfileException e) {
    List<Diagnostic> all = e.diagnostics();
    Diagnostic first = all.getFirst();
    String more =
        switch (all.size()) {
          case 1 -> "";
          case 2 -> " (and 1 more problem)";
          default -> " (and %d more problems)".formatted(all.size() - 1);
        };
    StringBuilder detail = new StringBuilder(first.excerpt());
    for (Diagnostic diagnostic : all.subList(1, all.size())) {
      detail.append('\n').append(line(diagnostic)).append('\n').append(diagnostic.excerpt());
    }
    return BuildException.at(line(first) + more, detail.toString(), e);
  }

  private static String line(Diagnostic diagnostic) {
    String advice = diagnostic.advice();
    return diagnostic.headline() + (advice.isEmpty() ? "" : "; " + advice);
  }

  private static String name(Path context, Path file) {
    Path full = file.toAbsolutePath().normalize();
    Path root = context.toAbsolutePath().normalize();
    return full.startsWith(root) ? root.relativize(full).toString() : file.toString();
  }
}
