package dev.jbuild.benchmarks.dockerfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Real Dockerfiles, held in memory.
///
/// They are those of the corpora, a folder with `dockerfiles` and `suites` and a table of each,
/// which the system property `corpora` names or which lies as `shared/corpora` in a folder above.
/// Without one they are the project's own test cases, `testdata/dockerfiles`.
///
/// @param where what was read, for the output of a benchmark
record Corpus(Path where, List<byte[]> files) {

  static Corpus load() {
    try {
      String given = System.getProperty("corpora");
      Optional<Path> corpora =
          given != null ? Optional.of(Path.of(given)) : above("shared/corpora");
      if (corpora.isPresent()) {
        return tables(corpora.get());
      }
      return tree(
          above("testdata/dockerfiles")
              .orElseThrow(() -> new IOException("no testdata/dockerfiles above this folder")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Number of bytes of all files.
  long size() {
    return files.stream().mapToLong(file -> file.length).sum();
  }

  private static Optional<Path> above(String folder) {
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      Path found = dir.resolve(folder);
      if (Files.isDirectory(found)) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static Corpus tables(Path corpora) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (String line : Files.readAllLines(corpora.resolve("dockerfiles.tsv"))) {
      String[] columns = line.split("\t");
      if (columns[0].equals("dockerfile") || columns[0].equals("template")) {
        files.add(Files.readAllBytes(corpora.resolve("dockerfiles").resolve(columns[1])));
      }
    }
    for (String line : Files.readAllLines(corpora.resolve("suites.tsv"))) {
      String[] columns = line.split("\t");
      if (columns[1].equals("dockerfile") || columns[1].equals("template")) {
        files.add(
            Files.readAllBytes(corpora.resolve("suites").resolve(columns[0]).resolve(columns[2])));
      }
    }
    return new Corpus(corpora, List.copyOf(files));
  }

  private static Corpus tree(Path root) throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(root)) {
      for (Path file : found.filter(f -> f.endsWith("Dockerfile")).sorted().toList()) {
        files.add(Files.readAllBytes(file));
      }
    }
    return new Corpus(root, List.copyOf(files));
  }
}
