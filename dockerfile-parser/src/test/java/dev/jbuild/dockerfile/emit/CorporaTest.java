package dev.jbuild.dockerfile.emit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.emit.Corpora.Case;
import dev.jbuild.dockerfile.format.DockerfileFormatter;
import dev.jbuild.dockerfile.ignore.IgnorePatterns;
import dev.jbuild.dockerfile.ignore.InvalidPatternException;
import dev.jbuild.dockerfile.shell.Expansion;
import dev.jbuild.dockerfile.shell.ExpansionException;
import dev.jbuild.dockerfile.shell.Variables;
import dev.jbuild.dockerfile.shell.WordExpander;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Compares every facet with the verdicts of the reference implementation, where the corpora are
/// present. The pass rates are printed; differences are shown when one falls below its mark.
class CorporaTest {

  private final Emitter emitter = new Emitter(StubWorld.options(), new StubWorld());
  private Corpora corpora = new Corpora(java.nio.file.Path.of(""));

  @BeforeEach
  void findCorpora() {
    Assumptions.assumeTrue(Corpora.find().isPresent(), "the corpora are not beside the project");
    corpora = Corpora.find().orElseThrow();
  }

  private static final class Score {
    private final String name;
    private int passed;
    private int total;
    private final List<String> failures = new ArrayList<>();

    Score(String name) {
      this.name = name;
    }

    void add(boolean pass, String failure) {
      total++;
      if (pass) {
        passed++;
      } else {
        failures.add(failure);
      }
    }

    void atLeast(double percent) {
      double rate = total == 0 ? 100 : 100.0 * passed / total;
      System.out.printf("corpora %-16s %5d of %5d  %.2f %%%n", name, passed, total, rate);
      if (Boolean.getBoolean("corpora.list")) {
        failures.forEach(f -> System.out.println("  " + f));
      }
      int shown = Integer.getInteger("corpora.show", 15);
      assertTrue(
          rate >= percent,
          name
              + " below "
              + percent
              + ":\n"
              + String.join("\n", failures.stream().limit(shown).toList()));
      if (Boolean.getBoolean("corpora.list")) {
        failures.forEach(f -> System.out.println("  " + f));
      }
    }
  }

  private Map<?, ?> emit(Facet facet, Case one) throws IOException {
    return (Map<?, ?>)
        Objects.requireNonNull(new JsonReader(emitter.emit(facet, one.file(), one.text())).read());
  }

  private static String difference(String file, Object expected, Object found) {
    String e = String.valueOf(expected);
    String f = String.valueOf(found);
    int i = 0;
    while (i < e.length() && i < f.length() && e.charAt(i) == f.charAt(i)) {
      i++;
    }
    int from = Math.max(0, i - 60);
    return file
        + "\n    expected ..."
        + e.substring(from, Math.min(e.length(), i + 120))
        + "\n    found    ..."
        + f.substring(from, Math.min(f.length(), i + 120));
  }

  @Test
  void parsesAsTheReference() throws IOException {
    Score score = new Score("parse");
    Score lines = new Score("parse error line");
    for (Case one : corpora.cases("buildkit-parse")) {
      Map<?, ?> found = emit(Facet.PARSE, one);
      Map<?, ?> expected = one.verdict();
      Map<?, ?> tree = (Map<?, ?>) expected.get("parse");
      if (Boolean.TRUE.equals(tree.get("ok"))) {
        score.add(
            sorted(expected).equals(sorted(found)),
            difference(one.file(), sorted(expected), sorted(found)));
      } else {
        Map<?, ?> mine = (Map<?, ?>) found.get("parse");
        score.add(Boolean.FALSE.equals(mine.get("ok")), one.file() + " " + tree.get("error"));
        lines.add(Objects.equals(tree.get("at"), mine.get("at")), one.file() + " " + tree + mine);
      }
    }
    score.atLeast(100);
    lines.atLeast(98);
  }

  @Test
  void typesAsTheReference() throws IOException {
    Score verdict = new Score("typed verdict");
    Score score = new Score("typed fields");
    Score lines = new Score("typed error line");
    for (Case one : corpora.cases("buildkit-typed")) {
      Object found = emit(Facet.TYPED, one).get("typed");
      Object expected = one.get("typed");
      boolean ok = expected instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("ok"));
      boolean mine = found instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("ok"));
      verdict.add(ok == mine, one.file() + " " + (ok ? found : expected));
      if (ok && mine) {
        score.add(
            sorted(expected).equals(sorted(found)),
            difference(one.file(), sorted(expected), sorted(found)));
      } else if (!ok && !mine && expected instanceof Map<?, ?> e && found instanceof Map<?, ?> f) {
        lines.add(Objects.equals(e.get("at"), f.get("at")), one.file() + " " + e + f);
      }
    }
    verdict.atLeast(100);
    score.atLeast(100);
    lines.atLeast(98);
  }

  @Test
  void configuresImagesAsTheReference() throws IOException {
    Score verdict = new Score("image verdict");
    Score score = new Score("image config");
    Score lines = new Score("image error line");
    for (Case one : corpora.cases("buildkit-image")) {
      Map<?, ?> found = emit(Facet.IMAGE, one);
      boolean ok = Boolean.TRUE.equals(one.get("ok"));
      boolean mine = Boolean.TRUE.equals(found.get("ok"));
      verdict.add(ok == mine, one.file() + " " + (ok ? found : one.get("error")));
      if (ok && mine) {
        Object e = sorted(one.get("image"));
        Object f = sorted(found.get("image"));
        score.add(e.equals(f), difference(one.file(), e, f));
      } else if (!ok && !mine && one.get("error") != null) {
        lines.add(
            Objects.equals(one.get("at"), found.get("at")), one.file() + one.verdict() + found);
      }
    }
    verdict.atLeast(99);
    score.atLeast(99);
    lines.atLeast(98);
  }

  @Test
  void formatsEveryFileWithoutChangingItsMeaning() throws IOException {
    Score score = new Score("format");
    for (Case one : corpora.cases("buildkit-parse")) {
      try {
        String once = DockerfileFormatter.format(one.file(), one.text());
        String twice = DockerfileFormatter.format(one.file(), once.getBytes(UTF_8));
        score.add(once.equals(twice), difference(one.file(), once, twice));
      } catch (DockerfileException e) {
        // cannot be parsed, so there is nothing to format
      } catch (IllegalStateException e) {
        score.add(false, one.file() + " " + e.getMessage());
      }
    }
    score.atLeast(100);
  }

  @Test
  void readsAllFilesInAMomentOnceWarm() throws IOException {
    List<Case> cases = corpora.cases("buildkit-typed");
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 30; round++) {
      long start = System.nanoTime();
      for (Case one : cases) {
        try {
          Dockerfile.parse(one.file(), one.text());
        } catch (DockerfileException e) {
          // counts like any other file
        }
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    System.out.printf(
        "corpora all %d files parsed and typed in %.1f ms%n", cases.size(), best / 1e6);
    assertTrue(best < 1_000_000_000L, "took " + best / 1_000_000 + " ms");
  }

  @Test
  void drawsGraphsAsTheReference() throws IOException {
    Score score = new Score("graph");
    for (Case one : corpora.cases("buildkit-llb")) {
      Object e = sorted(one.get("llb"));
      Object f = sorted(emit(Facet.GRAPH, one).get("llb"));
      score.add(e.equals(f), difference(one.file(), e, f));
    }
    score.atLeast(97);
  }

  @Test
  void warnsAsTheReference() throws IOException {
    Score score = new Score("lint");
    Score verdict = new Score("lint verdict");
    for (Case one : corpora.cases("buildkit-lint")) {
      Object expected = one.get("lint");
      Object found = emit(Facet.LINT, one).get("lint");
      if (expected instanceof Map<?, ?> e && found instanceof Map<?, ?> f) {
        Object ew = sorted(asList(e.get("warnings")));
        Object fw = sorted(asList(f.get("warnings")));
        score.add(ew.equals(fw), difference(one.file(), ew, fw));
        verdict.add(e.containsKey("error") == f.containsKey("error"), one.file() + e + f);
      } else {
        score.add(Objects.equals(expected, found), one.file());
      }
    }
    score.atLeast(97);
    verdict.atLeast(99);
  }

  @Test
  void expandsWordsAsTheReference() throws IOException {
    Score score = new Score("words");
    for (Map<?, ?> one : corpora.lines("words")) {
      String shown = one.toString();
      Map<String, String> env = new HashMap<>();
      for (Object entry : (List<?>) Objects.requireNonNull(one.get("env"))) {
        String text = (String) Objects.requireNonNull(entry);
        int equals = text.indexOf('=');
        env.put(
            equals < 0 ? text : text.substring(0, equals),
            equals < 0 ? "" : text.substring(equals + 1));
      }
      WordExpander expander =
          new WordExpander(
              ((String) Objects.requireNonNull(one.get("escape"))).charAt(0),
              Boolean.TRUE.equals(one.get("raw_quotes")),
              false,
              Boolean.TRUE.equals(one.get("skip_quotes")),
              Boolean.TRUE.equals(one.get("skip_unset")));
      try {
        Expansion expansion =
            expander.expand((String) Objects.requireNonNull(one.get("input")), Variables.of(env));
        boolean same =
            Objects.equals(one.get("word"), expansion.text())
                && asList(one.get("words")).equals(expansion.words())
                && new HashSet<>(asList(one.get("matched"))).equals(expansion.used())
                && new HashSet<>(asList(one.get("unmatched"))).equals(expansion.unset());
        score.add(same, shown + "\n    found " + expansion);
      } catch (ExpansionException e) {
        score.add(one.containsKey("error"), shown + "\n    found " + e.getMessage());
      }
    }
    score.atLeast(100);
  }

  private static List<?> asList(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? List.of() : (List<?>) value;
  }

  @Test
  void ignoresAsTheReference() throws IOException {
    Score score = new Score("ignore");
    for (Map<?, ?> one : corpora.lines("ignore")) {
      List<String> patterns = new ArrayList<>();
      asList(one.get("patterns")).forEach(p -> patterns.add((String) p));
      boolean error = one.containsKey("error") || one.containsKey("match_error");
      try {
        IgnorePatterns ignore = IgnorePatterns.of(patterns);
        if (one.get("ignore_text") instanceof String text) {
          ignore = IgnorePatterns.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        if (one.containsKey("error")) {
          score.add(false, "accepted " + one);
          continue;
        }
        for (Map.Entry<?, ?> path :
            ((Map<?, ?>) Objects.requireNonNull(one.get("excluded"))).entrySet()) {
          String name = (String) path.getKey();
          score.add(
              Objects.equals(path.getValue(), ignore.excludes(name)),
              patterns + " on " + name + " expected " + path.getValue());
        }
      } catch (InvalidPatternException e) {
        score.add(error, patterns + " refused: " + e.getMessage());
      }
    }
    score.atLeast(100);
  }

  /// The same value with maps sorted by key, so that differences are easy to see.
  private static Object sorted(@org.jspecify.annotations.Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map -> {
        Map<String, Object> out = new TreeMap<>();
        map.forEach((k, v) -> out.put(String.valueOf(k), sorted(v)));
        yield out;
      }
      case List<?> list -> list.stream().map(CorporaTest::sorted).toList();
      default -> value;
    };
  }
}
