package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.syntax.UsageException;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.layout.DockerArchive;
import dev.jbuild.layer.layout.OciLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `jbuild save IMAGE...`.
final class SaveCommand implements Command {
  private static final Option<Optional<String>> OUTPUT =
      Option.text("-o --output", "FILE", "File or directory to write (default: standard output)");
  private static final Option<String> FORMAT =
      Option.choice(
          "--format",
          "FORMAT",
          "docker-archive, which docker load reads, oci-archive, or oci-dir, an OCI image layout",
          "docker-archive",
          "oci-archive",
          "oci-dir");

  private static final Option<Optional<Platform>> PLATFORM =
      Option.value(
          "--platform", "OS/ARCH", "Write the images for this platform alone", Platform::parse);

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("save", "Write images into an archive or a directory")
          .description(
              """
              A name without a tag stands for all tags of its repository. 'jbuild load', docker,
              podman and skopeo read the result. Of an image for several platforms the OCI formats
              have all that are in the store, docker-archive the one for this machine or for
              --platform.
              """)
          .options(FORMAT, OUTPUT, PLATFORM)
          .positionals(Positional.many("IMAGE", "name or ID of an image", 1))
          .example("jbuild save app:1 | docker load", "gives the image to docker")
          .example(
              "jbuild save -o both.tar app:1 base:1", "writes two images, whose common layers once")
          .example(
              "jbuild save --format oci-dir -o layout app:1",
              "adds the image to the OCI image layout in the directory layout")
          .build();

  /// @param names the names that the image was asked for by; empty when that was its ID
  /// @param indexOrNull set when it is an image for several platforms
  private record Wanted(
      LoadedImage image, List<Reference> names, @Nullable Descriptor indexOrNull) {
    /// The same image under more names.
    Wanted and(List<Reference> more) {
      List<Reference> all = new ArrayList<>(names);
      more.stream().filter(name -> !all.contains(name)).forEach(all::add);
      return new Wanted(image, all, indexOrNull);
    }
  }

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments)
      throws IOException, CommandException, UsageException {
    Optional<Path> output = arguments.get(OUTPUT).map(invocation::resolve);
    String format = arguments.get(FORMAT);
    if (output.isEmpty() && format.equals("oci-dir")) {
      throw new UsageException(SYNTAX, "--format oci-dir needs -o with a directory");
    }
    if (output.isEmpty() && invocation.terminal().isTerminal(Terminal.Stream.OUT)) {
      throw new CommandException("won't write an archive to the terminal; use -o or a pipe");
    }
    try (Store store = Stores.open(invocation, arguments);
        Lease lease = store.lease("save of " + String.join(" ", arguments.operands()))) {
      List<Wanted> images = new ArrayList<>();
      for (String nameOrId : arguments.operands()) {
        add(images, store, lease, arguments.get(PLATFORM), nameOrId);
      }
      if (format.equals("oci-dir")) {
        new OciLayout(store).exportTo(output.orElseThrow(), oci(images), Compression.GZIP);
      } else {
        OutputFiles.write(invocation, output, out -> write(store, format, images, out));
      }
    }
    return ExitCode.OK.number();
  }

  /// A name without a tag stands for all tags of its repository, as with docker.
  private static void add(
      List<Wanted> images, Store store, Lease lease, Optional<Platform> platform, String nameOrId)
      throws IOException, CommandException {
    List<Reference> tags = tagsOf(store, nameOrId);
    if (tags.isEmpty()) {
      Image image = Stores.require(store, nameOrId);
      add(images, store, lease, image, platform, names(store, nameOrId));
    }
    for (Reference tag : tags) {
      Image image = Stores.require(store, tag.toString());
      add(images, store, lease, image, platform, List.of(tag));
    }
  }

  private static void add(
      List<Wanted> images,
      Store store,
      Lease lease,
      Image image,
      Optional<Platform> platform,
      List<Reference> names)
      throws IOException, CommandException {
    LoadedImage loaded = store.images().load(image.manifest(), platform.orElseGet(image::platform));
    Platform found = loaded.config().value().platform();
    if (platform.isPresent() && !platform.get().accepts(found)) {
      String name = names.isEmpty() ? image.id().shortHex() : names.getFirst().familiar();
      throw new CommandException(
          "can't save '" + name + "' for " + platform.get() + ": it is for " + found);
    }
    lease.keep(loaded.descriptor().digest());
    lease.keep(loaded.config().digest());
    boolean whole = platform.isEmpty() && MediaTypes.isIndex(image.manifest().mediaType());
    Descriptor index = whole ? image.manifest() : null;
    for (int i = 0; i < images.size(); i++) {
      if (images.get(i).image().manifest().equals(loaded.manifest())
          && Objects.equals(images.get(i).indexOrNull(), index)) {
        images.set(i, images.get(i).and(names));
        return;
      }
    }
    images.add(new Wanted(loaded, names, index));
  }

  /// All names in a repository that is given without tag and digest; empty when it is no such name.
  private static List<Reference> tagsOf(Store store, String nameOrId) throws IOException {
    Reference repository;
    try {
      repository = Reference.parse(nameOrId);
    } catch (IllegalArgumentException _) {
      return List.of();
    }
    if (repository.tagOrNull() != null || repository.digestOrNull() != null) {
      return List.of();
    }
    List<Reference> tags = new ArrayList<>();
    for (Image image : store.images().list()) {
      for (Reference tag : image.tags()) {
        if (tag.repository().equals(repository.repository())) {
          tags.add(tag);
        }
      }
    }
    tags.sort(Comparator.comparing(Reference::toString));
    return tags;
  }

  private static List<Reference> names(Store store, String nameOrId) throws IOException {
    try {
      Reference name = Reference.parse(nameOrId).withDefaultTag();
      return name.tagOrNull() != null && store.images().find(name).isPresent()
          ? List.of(name)
          : List.of();
    } catch (IllegalArgumentException _) {
      return List.of();
    }
  }

  private static void write(Store store, String format, List<Wanted> images, OutputStream out)
      throws IOException {
    if (format.equals("oci-archive")) {
      new OciLayout(store).exportTo(out, oci(images), Compression.GZIP);
    } else {
      List<DockerArchive.Export> exports = new ArrayList<>();
      for (Wanted image : images) {
        exports.add(new DockerArchive.Export(image.image(), image.names()));
      }
      new DockerArchive(store).exportTo(out, exports);
    }
  }

  private static List<OciLayout.Export> oci(List<Wanted> images) {
    List<OciLayout.Export> exports = new ArrayList<>();
    for (Wanted image : images) {
      for (Reference name : image.names()) {
        exports.add(new OciLayout.Export(image.image(), name, image.indexOrNull()));
      }
      if (image.names().isEmpty()) {
        exports.add(new OciLayout.Export(image.image(), null, image.indexOrNull()));
      }
    }
    return exports;
  }
}
