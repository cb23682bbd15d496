package dev.jbuild.cli.command;

import dev.jbuild.builder.ConfigChanges;
import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.image.ImageImporter;
import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// `jbuild import FILE [NAME]`.
final class ImportCommand implements Command {
  private static final Option<List<String>> CHANGE =
      Option.repeated(
          "-c --change",
          "INSTRUCTION",
          "Instruction for the configuration, such as 'CMD [\"sh\"]'");
  private static final Option<Boolean> QUIET =
      Option.flag("-q --quiet", "Print the ID only, which is all there is to print");
  private static final Option<String> MESSAGE =
      Option.textOr("-m --message", "TEXT", "Comment in the history of the image", "");
  private static final Option<Optional<Platform>> PLATFORM =
      Option.value(
          "--platform",
          "OS/ARCH",
          "Platform that the files are made for (default: this one)",
          Platform::parse);

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("import", "Make an image from an archive of a file system")
          .description(
              """
              FILE is a tar archive, plain or compressed; - is standard input. The image has one
              layer, and what --change says for its configuration. Prints the ID of the image.
              """)
          .options(CHANGE, MESSAGE, PLATFORM, QUIET)
          .positionals(
              Positional.one("FILE", "the archive"),
              Positional.optional("NAME[:TAG]", "name of the image"))
          .example("jbuild import rootfs.tar.gz base:1", "makes the image base:1 of an archive")
          .example(
              "jbuild import -c 'CMD [\"sh\"]' -c 'ENV A=b' rootfs.tar base",
              "makes an image with a default command and a variable")
          .example("tar -C root -c . | jbuild import - base", "makes an image of a directory")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    Optional<Reference> name =
        arguments.optionalOperand(1).map(Reference::parse).map(Reference::withDefaultTag);
    if (name.isPresent() && name.get().digestOrNull() != null) {
      throw new CommandException(
          "can't name an image '" + arguments.operand(1) + "': it has a digest");
    }
    Image image = Interruption.allow(invocation, () -> importFrom(invocation, arguments, name));
    invocation.println(image.id().toString());
    return ExitCode.OK.number();
  }

  private static Image importFrom(
      Invocation invocation, Arguments arguments, Optional<Reference> name)
      throws IOException, CommandException {
    String file = arguments.operand(0);
    if (file.startsWith("http://") || file.startsWith("https://")) {
      throw new CommandException(
          "can't import '" + file + "' from the network: 'curl -L " + file + " | jbuild import -'");
    }
    String message = arguments.get(MESSAGE);
    List<String> changes = arguments.get(CHANGE);
    ContainerConfig config = changes.isEmpty() ? ContainerConfig.EMPTY : ConfigChanges.of(changes);
    try (InputStream archive = InputFiles.open(invocation, file);
        Store store = Stores.open(invocation, arguments)) {
      return new ImageImporter(store, invocation.clock())
          .importTar(
              archive,
              arguments.get(PLATFORM).orElseGet(Platform::host),
              config,
              message.isEmpty() ? "Imported from " + file : message,
              name);
    }
  }
}
