package dev.jbuild.benchmarks.dockerfile;

import dev.jbuild.dockerfile.ignore.IgnorePatterns;
import dev.jbuild.dockerfile.ignore.InvalidPatternException;
import java.util.ArrayList;
import java.util.List;
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

/// 100,000 paths against 100 patterns, of which every fourth brings paths back.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IgnoreBenchmark {

  private final List<String> paths = paths();
  private final IgnorePatterns patterns = patterns();

  private static List<String> paths() {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      paths.add(
          "module" + i % 100 + "/src/main/java/com/example/p" + i / 1000 + "/File" + i + ".java");
    }
    return paths;
  }

  private static IgnorePatterns patterns() {
    List<String> patterns = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      patterns.add("module" + i + "/target");
      patterns.add("**/p" + i + "/*.tmp");
      patterns.add("module" + i + "/src/**/File?" + i + "*");
      patterns.add("!**/File" + i * 1000 + ".java");
    }
    try {
      return IgnorePatterns.of(patterns);
    } catch (InvalidPatternException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Every path on its own.
  @Benchmark
  public int hundredThousandPaths() {
    int excluded = 0;
    for (String path : paths) {
      excluded += patterns.excludes(path) ? 1 : 0;
    }
    return excluded;
  }
}
