package dev.jbuild.benchmarks.dockerfile;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.emit.Emitter;
import dev.jbuild.dockerfile.emit.Facet;
import dev.jbuild.dockerfile.emit.StubWorld;
import dev.jbuild.dockerfile.format.DockerfileFormatter;
import dev.jbuild.dockerfile.lint.Linter;
import dev.jbuild.dockerfile.plan.Planner;
import java.io.IOException;
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

/// All real files, one after the other; a figure is the time for the whole corpus.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CorpusBenchmark {

  private final Corpus corpus = Corpus.load();
  private final StubWorld world = new StubWorld();
  private final Emitter emitter = new Emitter(StubWorld.options(), world);

  /// Text to tree to typed stages. The goal for 1,474 files is well under 100 ms.
  @Benchmark
  public int parseAndType() {
    int stages = 0;
    for (byte[] file : corpus.files()) {
      try {
        stages += Dockerfile.parse("Dockerfile", file).stages().size();
      } catch (DockerfileException e) {
        stages -= e.diagnostics().size();
      }
    }
    return stages;
  }

  /// Text to the plan of the last stage.
  @Benchmark
  public int plan() throws IOException {
    int stages = 0;
    for (byte[] file : corpus.files()) {
      try {
        Dockerfile parsed = Dockerfile.parse("Dockerfile", file);
        stages += Planner.plan(parsed, StubWorld.options(), world).stages().size();
      } catch (DockerfileException e) {
        stages -= e.diagnostics().size();
      }
    }
    return stages;
  }

  /// Every facet of every file as JSON.
  @Benchmark
  public long emit() throws IOException {
    long length = 0;
    for (byte[] file : corpus.files()) {
      for (Facet facet : Facet.values()) {
        length += emitter.emit(facet, "Dockerfile", file).length();
      }
    }
    return length;
  }

  /// All rules over all stages.
  @Benchmark
  public int lint() throws IOException {
    int found = 0;
    for (byte[] file : corpus.files()) {
      try {
        SyntaxTree tree = SyntaxTree.parse(SourceFile.of("Dockerfile", file));
        found += Linter.check(tree, StubWorld.options(), world).warnings().size();
      } catch (DockerfileException e) {
        found -= e.diagnostics().size();
      }
    }
    return found;
  }

  /// The canonical form of every file, with the comparison of the trees.
  @Benchmark
  public long format() {
    long length = 0;
    for (byte[] file : corpus.files()) {
      try {
        length += DockerfileFormatter.format("Dockerfile", file).length();
      } catch (DockerfileException e) {
        length -= e.diagnostics().size();
      }
    }
    return length;
  }
}
