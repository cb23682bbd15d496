package dev.jbuild.dockerfile.emit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Real Dockerfiles and the verdicts of the reference implementation on them, kept outside of the
/// project. Found by the system property `corpora`, or as `../shared/corpora` beside the project.
record Corpora(Path root) {

  static Optional<Corpora> find() {
    String given = System.getProperty("corpora");
    if (given != null) {
      return Optional.of(new Corpora(Path.of(given)));
    }
    Path at = Path.of("").toAbsolutePath();
    for (Path dir = at; dir != null; dir = dir.getParent()) {
      Path beside = dir.resolve("shared/corpora");
      if (Files.isDirectory(beside)) {
        return Optional.of(new Corpora(beside));
      }
    }
    return Optional.empty();
  }

  /// The verdicts of one kind, each with the bytes of its file.
  List<Case> cases(String what) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String set : List.of("suites", "dockerfiles")) {
      for (Map<?, ?> verdict : lines(set + "." + what)) {
        String file = (String) verdict.get("file");
        cases.add(new Case(file, Files.readAllBytes(root.resolve(set).resolve(file)), verdict));
      }
    }
    return cases;
  }

  List<Map<?, ?>> lines(String name) throws IOException {
    Path file = root.resolve("oracle").resolve(name + ".jsonl.gz");
    List<Map<?, ?>> lines = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add((Map<?, ?>) new JsonReader(line).read());
      }
    }
    return lines;
  }

  /// A file and what is said about it.
  static final class Case {
    private final String file;
    private final byte[] text;
    private final Map<?, ?> verdict;

    Case(String file, byte[] text, Map<?, ?> verdict) {
      this.file = file;
      this.text = text;
      this.verdict = verdict;
    }

    String file() {
      return file;
    }

    byte[] text() {
      return text;
    }

    Map<?, ?> verdict() {
      return verdict;
    }

    @Nullable Object get(String key) {
      return verdict.get(key);
    }
  }
}
