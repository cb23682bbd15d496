package dev.jbuild.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The JVM's ahead-of-time cache: classes loaded, linked and profiled in a training run.
///
/// The JVM uses a cache although the jars it was made from have changed, and then runs the old
/// code. So the file's name holds a hash of the jars, the run-time image and the flags, and a cache
/// is only ever used under the name that the start script was given in the same build.
final class AotCache {
  private static final int TIME_LIMIT_SECONDS = 180;

  private final Path home;
  private final List<String> flags;
  private final List<String> classPath;

  /// @param home the distribution; the training runs on its run-time image and jars
  /// @param flags the flags of the start script, exactly
  /// @param classPath the jars of the start script, below `lib`
  AotCache(Path home, List<String> flags, List<String> classPath) {
    this.home = home;
    this.flags = List.copyOf(flags);
    this.classPath = List.copyOf(classPath);
  }

  String fingerprint() throws IOException {
    Fingerprint fingerprint = new Fingerprint();
    for (String jar : classPath) {
      fingerprint.add(home.resolve("lib").resolve(jar));
    }
    fingerprint.add(home.resolve("runtime/release"));
    fingerprint.add(home.resolve("runtime/lib/modules"));
    return fingerprint.add(String.join(" ", flags)).text();
  }

  /// Runs `mainClass` in the directory `scratch` to make there what the training of others needs,
  /// so that what they load is only what they use themselves.
  void prepare(String mainClass, Path scratch, Path log) throws IOException {
    List<String> command = java();
    command.addAll(properties());
    command.addAll(List.of("-cp", jars(), mainClass, scratch.toString(), "prepare"));
    run(command, log);
  }

  /// Runs `mainClass`, which walks the commands of the profile in the directory `scratch`, and
  /// leaves the cache at `target`.
  void train(Path target, String mainClass, Path scratch, String profile) throws IOException {
    Path unfinished = target.resolveSibling(target.getFileName() + ".part");
    Path log = target.resolveSibling(target.getFileName() + ".log");
    List<String> command = java();
    command.add("-XX:AOTCacheOutput=" + unfinished);
    command.addAll(properties());
    command.addAll(List.of("-cp", jars(), mainClass, scratch.toString(), profile));
    run(command, log);
    if (!Files.exists(unfinished)) {
      throw new IllegalStateException(
          "the training run left no AOT cache; its output: " + Files.readString(log));
    }
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Fails when the JVM would silently run without the cache.
  void check(Path cache, String mainClass, String... arguments) throws IOException {
    List<String> command = java();
    command.addAll(List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on", "-cp", jars(), mainClass));
    command.addAll(List.of(arguments));
    run(command, cache.resolveSibling(cache.getFileName() + ".check.log"));
  }

  private List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("runtime/bin/java").toString());
    command.addAll(flags);
    return command;
  }

  /// What the start script sets as well, besides the flags.
  private List<String> properties() {
    return List.of(
        "-Djbuild.home=" + home, "-DZstdNativePath=" + home.resolve("lib/libzstd-jni.so"));
  }

  private String jars() {
    return String.join(
        ":", classPath.stream().map(jar -> home.resolve("lib").resolve(jar).toString()).toList());
  }

  private static void run(List<String> command, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.contains("JAVA") && name.contains("OPTIONS"));
    Process process = builder.redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            String.join(" ", command) + " took more than " + TIME_LIMIT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + String.join(" ", command), e);
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          String.join(" ", command)
              + " failed with "
              + process.exitValue()
              + ": "
              + Files.readString(log, StandardCharsets.UTF_8));
    }
  }
}
