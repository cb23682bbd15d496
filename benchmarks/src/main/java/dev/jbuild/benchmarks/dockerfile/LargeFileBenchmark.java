package dev.jbuild.benchmarks.dockerfile;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.emit.StubWorld;
import dev.jbuild.dockerfile.format.DockerfileFormatter;
import dev.jbuild.dockerfile.lint.LintReport;
import dev.jbuild.dockerfile.lint.Linter;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.Planner;
import java.io.IOException;
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

/// One file of 10 MiB, in 1,000 stages of ordinary instructions. The goal for reading it is less
/// than a second.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LargeFileBenchmark {

  private static final int SIZE = 10 << 20;
  private static final int STAGES = 1_000;
  private static final String BLOCK =
      """
      # what the next steps need
      RUN apt-get update && \\
          apt-get install -y --no-install-recommends \\
            ca-certificates curl \\
            # a comment inside
            git && \\
          rm -rf /var/lib/apt/lists/*
      COPY --chown=app:app src/main /srv/app/
      ENV MODE=production PATH=/srv/app/bin:/usr/bin
      RUN --mount=type=cache,target=/root/.cache make -C /srv/app all
      COPY <<EOF /etc/app.conf
      mode = ${MODE:-test}
      EOF
      WORKDIR /srv/app
      CMD ["/srv/app/bin/start", "--port", "80"]
      """;

  private final byte[] text = text();
  private final StubWorld world = new StubWorld();

  private static byte[] text() {
    StringBuilder text = new StringBuilder(SIZE + BLOCK.length());
    for (int stage = 0; stage < STAGES; stage++) {
      String base = stage == 0 ? "debian:12" : "stage" + (stage - 1);
      text.append("FROM ").append(base).append(" AS stage").append(stage).append('\n');
      while (text.length() < (long) SIZE * (stage + 1) / STAGES) {
        text.append(BLOCK);
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Text to tree to typed stages.
  @Benchmark
  public Dockerfile parseAndType() throws DockerfileException {
    return Dockerfile.parse("Dockerfile", text);
  }

  /// Text to the plan of the last stage, which stands on all others.
  @Benchmark
  public BuildPlan plan() throws IOException, DockerfileException {
    return Planner.plan(Dockerfile.parse("Dockerfile", text), StubWorld.options(), world);
  }

  /// All rules over all stages.
  @Benchmark
  public LintReport lint() throws IOException, DockerfileException {
    SyntaxTree tree = SyntaxTree.parse(SourceFile.of("Dockerfile", text));
    return Linter.check(tree, StubWorld.options(), world);
  }

  /// The canonical form.
  @Benchmark
  public String format() throws DockerfileException {
    return DockerfileFormatter.format("Dockerfile", text);
  }
}
