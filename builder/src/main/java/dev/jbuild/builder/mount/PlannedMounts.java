package dev.jbuild.builder.mount;

import dev.jbuild.builder.step.CopyInput;
import dev.jbuild.builder.step.RunMounts;
import dev.jbuild.builder.step.StepException;
import dev.jbuild.builder.step.TreeStep;
import dev.jbuild.builder.tree.Entry;
import dev.jbuild.builder.tree.Selection;
import dev.jbuild.dockerfile.plan.Mount;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.Origin;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The mounts of one `RUN` instruction.
///
/// Files of other roots are shown from a layer that holds nothing else; where the command may
/// write, from a copy that is thrown away. Missing secrets and agents are left out unless required.
public final class PlannedMounts implements RunMounts {
  private static final int CACHE_MODE = 0755;
  private static final int TMPFS_MODE = 01777;

  private final Operation.Run operation;
  private final MountSources sources;
  private final CacheMounts caches;
  private final Map<String, Path> secrets;
  private final Path temporary;
  private final Instant now;
  private final Map<Mount, CopyInput.Selected> selected = new HashMap<>();

  /// @param secrets files by the id that mounts ask for
  /// @param temporary a private directory for secrets and scripts while the command runs
  public PlannedMounts(
      Operation.Run operation,
      MountSources sources,
      CacheMounts caches,
      Map<String, Path> secrets,
      Path temporary,
      Instant now) {
    this.operation = operation;
    this.sources = sources;
    this.caches = caches;
    this.secrets = secrets;
    this.temporary = temporary;
    this.now = now;
  }

  @Override
  public List<JsonObject> keys() throws IOException, StepException, InterruptedException {
    List<JsonObject> keys = new ArrayList<>();
    for (Mount mount : operation.mounts()) {
      keys.add(key(mount));
    }
    return keys;
  }

  private JsonObject key(Mount mount) throws IOException, StepException, InterruptedException {
    JsonObject.Builder key = JsonObject.builder();
    switch (mount) {
      case Mount.Bind b -> {
        CopyInput input = sources.input(b, b.from(), b.source());
        Optional<String> identity = input.identity();
        key.put("type", "bind").put("target", b.target()).put("writable", b.writable());
        if (identity.isPresent()) {
          key.put("from", identity.get()).put("source", b.source());
        } else {
          key.put("content", selected(b, input).key().digest().toString());
        }
      }
      case Mount.Cache c ->
          key.put("type", "cache").put("target", c.target()).put("readOnly", c.readOnly());
      case Mount.Tmpfs t ->
          key.put("type", "tmpfs").put("target", t.target()).put("size", t.size());
      case Mount.Secret s ->
          key.put("type", "secret")
              .put("id", s.id())
              .put("target", s.target().orElse(""))
              .put("variable", s.variable().orElse(""));
      case Mount.Ssh s -> key.put("type", "ssh").put("id", s.id()).put("target", s.target());
    }
    return key.build();
  }

  private CopyInput.Selected selected(Mount mount, CopyInput input)
      throws IOException, StepException, InterruptedException {
    CopyInput.Selected known = selected.get(mount);
    if (known == null) {
      known = input.select();
      selected.put(mount, known);
    }
    return known;
  }

  @Override
  public Ready prepare() throws IOException, StepException, InterruptedException {
    PreparedMounts ready = new PreparedMounts(temporary);
    try {
      for (Mount mount : operation.mounts()) {
        prepare(mount, ready);
      }
      for (Operation.Script script : operation.scripts()) {
        ready.script(script.name(), script.content());
      }
      return ready;
    } catch (IOException | StepException | InterruptedException | RuntimeException e) {
      ready.close();
      throw e;
    }
  }

  private void prepare(Mount mount, PreparedMounts ready)
      throws IOException, StepException, InterruptedException {
    switch (mount) {
      case Mount.Bind b -> {
        CopyInput.Selected files = selected(b, sources.input(b, b.from(), b.source()));
        ready.bind(
            b.writable() ? throwAway(files, ready) : shown(files), b.target(), !b.writable());
      }
      case Mount.Cache c -> {
        CacheMounts.Held held = caches.acquire(c.id(), c.sharing(), d -> fill(c, d));
        ready.closeLater(held);
        ready.bind(held.directory(), c.target(), c.readOnly());
      }
      case Mount.Tmpfs t -> ready.memory(t.target(), t.size(), TMPFS_MODE);
      case Mount.Secret s -> secret(s, ready);
      case Mount.Ssh s -> {
        if (s.required()) {
          throw new StepException(
              "the SSH agent '%s' is required, but agents are not forwarded by this version"
                  .formatted(s.id()));
        }
      }
    }
  }

  private Path shown(CopyInput.Selected files)
      throws IOException, StepException, InterruptedException {
    Layer layer = sources.layer(files);
    return TreeStep.place(layer.directory(), files.selections().getFirst());
  }

  private Path throwAway(CopyInput.Selected files, PreparedMounts ready) throws IOException {
    LayerDraft draft = sources.scratch();
    ready.closeLater(draft);
    Selection selection = files.selections().getFirst();
    TreeStep.write(draft, selection, now);
    return TreeStep.place(draft.directory(), selection);
  }

  /// A fresh cache has the mode and owner that the mount asks for, or the content of its source.
  private void fill(Mount.Cache cache, Path directory) throws IOException, InterruptedException {
    if (cache.from() instanceof Origin.Empty) {
      set(directory, cache.mode() < 0 ? CACHE_MODE : cache.mode(), cache.uid(), cache.gid());
      return;
    }
    try {
      CopyInput.Selected files = sources.input(cache, cache.from(), cache.source()).select();
      Entry top = files.selections().getFirst().top();
      if (!top.isDirectory()) {
        throw new IOException("the source '" + cache.source() + "' of a cache is no directory");
      }
      FileTrees.copyContent(shown(files), directory);
      set(directory, top.mode(), (int) top.uid(), (int) top.gid());
    } catch (StepException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  static void set(Path file, int mode, int uid, int gid) throws IOException {
    if (uid > 0 || gid > 0) {
      Files.setAttribute(file, "unix:uid", Math.max(uid, 0));
      Files.setAttribute(file, "unix:gid", Math.max(gid, 0));
    }
    Files.setAttribute(file, "unix:mode", mode);
  }

  private void secret(Mount.Secret secret, PreparedMounts ready) throws IOException, StepException {
    Path file = secrets.get(secret.id());
    if (file == null) {
      if (secret.required()) {
        throw new StepException(
            "secret '%s' is required but was not given; pass --secret id=%s,src=FILE"
                .formatted(secret.id(), secret.id()));
      }
      return;
    }
    byte[] value;
    try {
      value = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new StepException(
          "reading secret '%s' from '%s' failed: %s"
              .formatted(secret.id(), file, dev.jbuild.builder.tree.IoReason.of(e)));
    }
    if (secret.target().isPresent()) {
      Path copy = ready.file("secret", value);
      set(copy, secret.mode(), secret.uid(), secret.gid());
      ready.bind(copy, secret.target().get(), true);
    }
    if (secret.variable().isPresent()) {
      ready.variable(
          secret.variable().get(), new String(value, java.nio.charset.StandardCharsets.UTF_8));
    }
  }
}
