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
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.layout.DockerArchive;
import dev.jbuild.layer.layout.OciLayout;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
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

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("save", "Write images into an archive or a directory")
          .options(FORMAT, OUTPUT)
          .positionals(Positional.many("IMAGE", "name or ID of an image", 1))
          .example("jbuild save app:1 | docker load", "gives the image to docker")
          .example(
              "jbuild save --format oci-dir -o layout app:1",
              "adds the image to the OCI image layout in the directory layout")
          .build();

  /// @param names the names that the image was asked for by; empty when that was its ID
  private record Wanted(LoadedImage image, List<Reference> names) {}

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
        images.add(wanted(store, lease, nameOrId));
      }
      if (format.equals("oci-dir")) {
        new OciLayout(store).exportTo(output.orElseThrow(), oci(images), Compression.GZIP);
      } else if (output.isPresent()) {
        writeFile(store, format, images, output.get());
      } else {
        write(store, format, images, invocation.streams().out());
      }
    }
    return ExitCode.OK.number();
  }

  private static Wanted wanted(Store store, Lease lease, String nameOrId)
      throws IOException, CommandException {
    Image image = Stores.require(store, nameOrId);
    LoadedImage loaded = store.images().load(image.manifest(), image.platform());
    lease.keep(loaded.descriptor().digest());
    lease.keep(loaded.config().digest());
    return new Wanted(loaded, names(image, nameOrId));
  }

  private static List<Reference> names(Image image, String nameOrId) {
    try {
      Reference name = Reference.parse(nameOrId).withDefaultTag();
      return image.tags().contains(name) ? List.of(name) : List.of();
    } catch (IllegalArgumentException _) {
      return List.of();
    }
  }

  /// The file appears when it is complete.
  private static void writeFile(Store store, String format, List<Wanted> images, Path file)
      throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16)) {
        write(store, format, images, out);
      }
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
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
    out.flush();
  }

  private static List<OciLayout.Export> oci(List<Wanted> images) {
    List<OciLayout.Export> exports = new ArrayList<>();
    for (Wanted image : images) {
      @Nullable Reference name = image.names().isEmpty() ? null : image.names().getFirst();
      exports.add(new OciLayout.Export(image.image(), name));
    }
    return exports;
  }
}
