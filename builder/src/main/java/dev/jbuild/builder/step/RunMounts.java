package dev.jbuild.builder.step;

import dev.jbuild.builder.ExecMount;
import dev.jbuild.image.json.JsonObject;
import java.io.IOException;
import java.util.List;

/// What is mounted while a `RUN` command runs.
public interface RunMounts {
  /// The part of each mount that the result depends on, in order. Contents of caches, secrets and
  /// agents are not in it.
  List<JsonObject> keys() throws IOException, StepException, InterruptedException;

  /// Gets all mounts ready: fetches what they show, waits for caches in use, writes secrets down.
  Ready prepare() throws IOException, StepException, InterruptedException;

  /// Mounts that are ready; closing takes back what was made for them.
  interface Ready extends AutoCloseable {
    List<ExecMount> mounts();

    /// Variables that mounts set, such as secrets that are shown as variables.
    List<String> environment();

    @Override
    void close() throws IOException;
  }
}
