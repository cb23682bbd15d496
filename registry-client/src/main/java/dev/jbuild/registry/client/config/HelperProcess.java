package dev.jbuild.registry.client.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One run of a credential helper, bounded in time and output. Its standard error is not read: by
/// the protocol, messages come on standard output.
final class HelperProcess {
  /// Long enough for a person to unlock a key ring.
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final int MAX_OUTPUT = 1 << 20;

  /// What a run left: its exit code and what it wrote.
  record Output(int exitCode, String text) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  private HelperProcess() {}

  static Output run(List<String> command, String input, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try {
      FutureTask<byte[]> output = new FutureTask<>(() -> read(process.getInputStream()));
      Thread.ofVirtual().start(output);
      feed(process, input);
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException(
            "credential helper '%s' did not end within %d seconds"
                .formatted(command.getFirst(), LIMIT.toSeconds()));
      }
      byte[] bytes = output.get(5, TimeUnit.SECONDS);
      return new Output(process.exitValue(), new String(bytes, StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while running '" + command.getFirst() + "'", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("cannot read the output of '" + command.getFirst() + "'", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static byte[] read(InputStream stream) throws IOException {
    try (stream) {
      byte[] bytes = stream.readNBytes(MAX_OUTPUT + 1);
      if (bytes.length > MAX_OUTPUT) {
        throw new IOException("the output is larger than " + MAX_OUTPUT + " bytes");
      }
      return bytes;
    }
  }

  private static void feed(Process process, String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // A helper that ended without reading its input says why on its standard output.
    }
  }
}
