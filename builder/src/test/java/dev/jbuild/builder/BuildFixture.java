package dev.jbuild.builder;

import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.disk.DiskStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A store, a context and a builder for one test, and a look at what was built.
public final class BuildFixture implements AutoCloseable {
  public final Path context;
  public final FakeExecutor executor = new FakeExecutor();
  public final List<BuildEvent> events = new ArrayList<>();
  public final List<Reference> pulled = new ArrayList<>();
  private final Store store;
  private final Builder builder;

  public BuildFixture(Path temp) throws IOException {
    this(temp, InstantSource.system());
  }

  public BuildFixture(Path temp, InstantSource clock) throws IOException {
    context = Files.createDirectories(temp.resolve("context"));
    store = DiskStore.open(temp.resolve("store"), clock);
    builder = new Builder(store, this::image, executor, clock);
  }

  /// An image of the store, which is never pulled.
  private ResolvedImage image(
      Reference name, Platform platform, PullPolicy policy, ImageSource.TransferListener transfers)
      throws IOException {
    Optional<Image> image = store.images().find(name);
    if (policy != PullPolicy.IF_MISSING || image.isEmpty()) {
      pulled.add(name);
      throw new IOException("image '" + name.familiar() + "' cannot be pulled here");
    }
    return new StoredImage(store, name, store.images().load(image.get().manifest(), platform));
  }

  public Store store() {
    return store;
  }

  public BuildFixture file(String path, String content) throws IOException {
    Path file = context.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  public BuildResult build(String dockerfile) throws Exception {
    return build(dockerfile, b -> b);
  }

  public BuildResult build(String dockerfile, UnaryOperator<BuildRequest.Builder> options)
      throws Exception {
    file("Dockerfile", dockerfile);
    events.clear();
    BuildRequest.Builder request =
        BuildRequest.of(context).names(List.of(Reference.parse("test/image")));
    return builder.build(options.apply(request).build(), events::add);
  }

  /// Makes an image to build on.
  public void base(String name, String dockerfile) throws Exception {
    build(dockerfile, b -> b.names(List.of(Reference.parse(name))));
  }

  public Encoded<ImageConfig> config(BuildResult result) throws IOException {
    return load(result).config();
  }

  public LoadedImage load(BuildResult result) throws IOException {
    return store.images().load(result.manifest(), Platform.host());
  }

  public UnionView view(BuildResult result) throws IOException {
    return UnionView.of(store.layers().stack(config(result).value().diffIds()).orElseThrow());
  }

  public String read(BuildResult result, String path) throws IOException {
    try (InputStream in = view(result).open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// All paths of an image with mode and owner, such as `/app 755 0:0`.
  public List<String> tree(BuildResult result) throws IOException {
    List<String> lines = new ArrayList<>();
    view(result)
        .walk(
            "/",
            e -> {
              if (!e.path().equals("/")) {
                lines.add(describe(e));
              }
              return true;
            });
    return lines;
  }

  private static String describe(TreeEntry e) {
    String mode = e.isSymlink() ? "-> " + e.target() : Integer.toOctalString(e.mode());
    return e.path() + " " + mode + " " + e.uid() + ":" + e.gid();
  }

  /// The names of the steps of the Dockerfile that were cached, in order.
  public List<String> cached() {
    return events.stream()
        .filter(e -> e instanceof BuildEvent.Cached c && !c.step().name().contains("FROM"))
        .map(e -> ((BuildEvent.Cached) e).step().name())
        .toList();
  }

  /// The names of the steps of the Dockerfile that were carried out to the end, in order.
  public List<String> executed() {
    return events.stream()
        .filter(e ->
            e instanceof BuildEvent.Finished f
                && f.step().name().startsWith("[")
                && !f.step().name().startsWith("[internal]")
                && !f.step().name().contains("FROM"))
        .map(e -> ((BuildEvent.Finished) e).step().name())
        .toList();
  }

  public Image image(String name) throws IOException {
    return store.images().resolve(name).orElseThrow();
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
