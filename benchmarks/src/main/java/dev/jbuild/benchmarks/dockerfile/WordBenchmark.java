package dev.jbuild.benchmarks.dockerfile;

import dev.jbuild.dockerfile.shell.ExpansionException;
import dev.jbuild.dockerfile.shell.WordExpander;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Expansion of a thousand words of each kind that Dockerfiles hold.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WordBenchmark {

  private static final int TIMES = 100;
  private static final List<String> WORDS =
      List.of(
          "/usr/local/bin",
          "$HOME/bin",
          "${HOME}/bin:$PATH",
          "${VERSION:-1.0}",
          "\"quoted $HOME\"",
          "'not $HOME'",
          "${UNSET:-${VERSION:+${HOME}}}",
          "${VERSION%.*}",
          "${PATH//bin/sbin}",
          "a\\ b\\$c");

  private final Map<String, String> values =
      Map.of("HOME", "/root", "PATH", "/usr/local/bin:/usr/bin:/bin", "VERSION", "25.0.3");
  private final WordExpander words = new WordExpander('\\', false, false, false, false);

  /// Ten kinds of words, a hundred times each.
  @Benchmark
  public long thousandWords() throws ExpansionException {
    long length = 0;
    for (int i = 0; i < TIMES; i++) {
      for (String word : WORDS) {
        length += words.expand(word, values::get).text().length();
      }
    }
    return length;
  }
}
