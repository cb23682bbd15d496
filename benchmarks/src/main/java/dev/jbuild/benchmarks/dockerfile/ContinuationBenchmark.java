package dev.jbuild.benchmarks.dockerfile;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import java.nio.charset.StandardCharsets;
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

/// One instruction of ten million lines, 50 MB.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ContinuationBenchmark {

  private final byte[] text =
      ("FROM scratch\nRUN x" + " \\\n y".repeat(10_000_000)).getBytes(StandardCharsets.UTF_8);

  /// Text to tree to typed stages.
  @Benchmark
  public Dockerfile tenMillionContinuations() throws DockerfileException {
    return Dockerfile.parse("Dockerfile", text);
  }
}
