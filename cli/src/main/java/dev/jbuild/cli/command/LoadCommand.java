package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.image.ImageLoader;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `jbuild load`.
final class LoadCommand implements Command {
  private static final Option<Optional<String>> INPUT =
      Option.text("-i --input", "FILE", "Archive or directory to read (default: standard input)");
  private static final Option<Optional<Platform>> PLATFORM =
      Option.value(
          "--platform",
          "OS/ARCH",
          "Load the images for this platform alone (default: all that the archive has)",
          Platform::parse);
  private static final Option<Boolean> QUIET =
      Option.flag("-q --quiet", "Print nothing but the names of the images");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("load", "Take images out of an archive or a directory")
          .description(
              """
              Reads what 'docker save', 'podman save', 'skopeo copy' and 'jbuild save' write: archives
              of docker's form, OCI archives, both also compressed, and OCI image layouts in
              directories. What it is, its content tells.
              """)
          .options(INPUT, PLATFORM, QUIET)
          .example("docker save app:1 | jbuild load", "takes the image from docker")
          .example("jbuild load -i images.tar.gz", "loads all images of the archive")
          .example(
              "jbuild load --platform linux/arm64 -i all.tar",
              "takes one image out of an archive for several platforms")
          .example("jbuild load -i layout", "loads the images of an OCI image layout")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    String input = arguments.get(INPUT).orElse("-");
    if (input.equals("-") && invocation.terminal().isTerminal(Terminal.Stream.IN)) {
      throw new CommandException(
          "nothing to load: standard input is a terminal; use -i FILE or a pipe");
    }
    try (Store store = Stores.open(invocation, arguments)) {
      ImageLoader loader =
          new ImageLoader(store, invocation.clock(), arguments.get(PLATFORM).orElse(null));
      List<ImageLoader.Loaded> images =
          Interruption.allow(invocation, () -> load(invocation, loader, input));
      for (ImageLoader.Loaded image : images) {
        print(invocation, image, arguments.get(QUIET));
      }
    }
    return ExitCode.OK.number();
  }

  private static List<ImageLoader.Loaded> load(
      Invocation invocation, ImageLoader loader, String input)
      throws IOException, CommandException {
    try {
      return read(invocation, loader, input);
    } catch (ContentException.Corrupt | ContentException.DigestMismatch e) {
      // not the store's fault, so its check would not help
      throw new CommandException("can't load '" + input + "': " + e.getMessage(), e);
    }
  }

  private static List<ImageLoader.Loaded> read(
      Invocation invocation, ImageLoader loader, String input) throws IOException {
    Path path = invocation.resolve(input);
    if (!input.equals("-") && Files.isDirectory(path)) {
      return loader.load(reader -> reader.read(path));
    }
    try (InputStream archive = InputFiles.open(invocation, input)) {
      return loader.load(reader -> reader.read(archive));
    }
  }

  private static void print(Invocation invocation, ImageLoader.Loaded image, boolean quiet) {
    if (!quiet) {
      for (ImageLoader.Moved moved : image.moved()) {
        invocation.println(
            "The image "
                + moved.name().familiar()
                + " already exists, renaming the old one with ID "
                + moved.from()
                + " to empty string");
      }
    }
    for (Reference name : image.names()) {
      invocation.println("Loaded image: " + name.familiar());
    }
    if (image.names().isEmpty()) {
      invocation.println("Loaded image ID: " + image.id());
    }
  }
}
