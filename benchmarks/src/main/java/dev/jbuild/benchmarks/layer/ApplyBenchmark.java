package dev.jbuild.benchmarks.layer;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.disk.DiskStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A layer of 50,000 files of up to 4 KiB in 500 directories, packed with gzip: applied by the
/// store, which checks its digest, and unpacked by tar. Neither waits for the disk.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 7)
@Fork(1)
public class ApplyBenchmark {
  private static final int DIRECTORIES = 500;
  private static final int FILES = 100;
  private static final int LARGEST = 4096;

  private Path directory = Path.of("");
  private Path layer = Path.of("");
  private Path target = Path.of("");
  private Digest diffId = Digest.sha256(new byte[0]);

  @Setup(Level.Trial)
  public void makeLayer() throws IOException, InterruptedException {
    Path above =
        Path.of(System.getProperty("benchmark.directory", System.getProperty("java.io.tmpdir")));
    directory = Files.createTempDirectory(Files.createDirectories(above), "apply");
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Random random = new Random(1);
    for (int d = 0; d < DIRECTORIES; d++) {
      Path parent = Files.createDirectory(tree.resolve("directory" + d));
      for (int f = 0; f < FILES; f++) {
        Files.write(parent.resolve("file" + f + ".txt"), text(random));
      }
    }
    layer = directory.resolve("layer.tar.gz");
    run("tar", "-czf", layer.toString(), "-C", tree.toString(), ".");
    run("rm", "-r", tree.toString());
    MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    try (InputStream tar =
        new DigestInputStream(new GZIPInputStream(Files.newInputStream(layer)), hash)) {
      tar.transferTo(OutputStream.nullOutputStream());
    }
    diffId = Digest.of(Digest.Algorithm.SHA256, hash);
  }

  /// Bytes that can be packed, but not to nothing.
  private static byte[] text(Random random) {
    byte[] bytes = new byte[random.nextInt(LARGEST)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(16));
    }
    return bytes;
  }

  @Setup(Level.Iteration)
  public void makeTarget() throws IOException, InterruptedException {
    target = Files.createDirectory(directory.resolve("target"));
    run("sync", "-f", target.toString());
  }

  @TearDown(Level.Iteration)
  public void removeTarget() throws IOException, InterruptedException {
    run("rm", "-r", target.toString());
  }

  @TearDown(Level.Trial)
  public void removeLayer() throws IOException, InterruptedException {
    run("rm", "-r", directory.toString());
  }

  /// What a pull does with a layer, but for the transfer and the sync at the end.
  @Benchmark
  public Layer store() throws IOException {
    // not closed: that would wait for the disk
    DiskStore store = DiskStore.open(target, InstantSource.system());
    try (InputStream packed = Files.newInputStream(layer)) {
      return store.layers().apply(packed, diffId, List.of());
    }
  }

  /// `tar -xzf`, which unpacks in a second process.
  @Benchmark
  public void tar() throws IOException, InterruptedException {
    run("tar", "-xzf", layer.toString(), "-C", target.toString());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException("'%s' ended with %d".formatted(String.join(" ", command), status));
    }
  }
}
