package dev.jbuild.builder.mount;

import dev.jbuild.builder.ExecMount;
import dev.jbuild.builder.step.RunMounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Mounts that are ready, and all that has to be taken back when the command has ended.
final class PreparedMounts implements RunMounts.Ready {
  private static final int SCRIPT_MODE = 0755;

  /// Something that an instruction holds while its command runs.
  @FunctionalInterface
  interface Holding {
    void close() throws IOException;
  }

  private final Path temporary;
  private final List<ExecMount> mounts = new ArrayList<>();
  private final List<String> environment = new ArrayList<>();
  private final List<Holding> holdings = new ArrayList<>();
  private @Nullable Path directory;

  PreparedMounts(Path temporary) {
    this.temporary = temporary;
  }

  void bind(Path source, String target, boolean readOnly) {
    mounts.add(new ExecMount.Bind(source, target, readOnly));
  }

  void memory(String target, long size, int mode) {
    mounts.add(new ExecMount.Tmpfs(target, size, mode));
  }

  void variable(String name, String value) {
    environment.add(name + "=" + value);
  }

  void closeLater(CacheMounts.Held held) {
    holdings.add(held::close);
  }

  void closeLater(dev.jbuild.layer.LayerDraft draft) {
    holdings.add(draft::close);
  }

  /// A private file, removed when the command has ended.
  Path file(String prefix, byte[] content) throws IOException {
    if (directory == null) {
      Files.createDirectories(temporary);
      Path made = Files.createTempDirectory(temporary, "run");
      holdings.add(() -> FileTrees.delete(made));
      directory = made;
    }
    Path file = Files.createTempFile(directory, prefix, "");
    Files.write(file, content);
    return file;
  }

  void script(String name, String content) throws IOException {
    Path file = file("script", content.getBytes(StandardCharsets.UTF_8));
    PlannedMounts.set(file, SCRIPT_MODE, 0, 0);
    bind(file, "/dev/pipes/" + name, true);
  }

  @Override
  public List<ExecMount> mounts() {
    return List.copyOf(mounts);
  }

  @Override
  public List<String> environment() {
    return List.copyOf(environment);
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Holding holding : holdings.reversed()) {
      try {
        holding.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
