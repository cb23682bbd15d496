package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.syntax.UsageException;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import java.util.ArrayList;
import java.util.List;

/// `jbuild registry delete NAME...`.
final class RegistryDeleteCommand implements Command {
  private static final Option<Boolean> DIGEST =
      Option.flag(
          "--digest",
          "Delete what a tag stands for, with all its tags; for registries that delete by digest"
              + " only");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("registry delete", "Delete tags or images from a registry")
          .description(
              """
              A tag is taken away alone; the image stays under its other tags and its digest. By
              digest an image is deleted with all its tags. When its layers go is up to the
              registry.
              """)
          .options(DIGEST, LoginCommand.INSECURE, LoginCommand.TLS_VERIFY)
          .positionals(Positional.many("NAME:TAG|NAME@DIGEST", "what to delete", 1))
          .example("jbuild registry delete localhost:5000/app:rc1", "takes the tag away")
          .example(
              "jbuild registry delete --digest localhost:5000/app:rc1",
              "deletes the image of that tag")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    List<Reference> names = new ArrayList<>();
    for (String operand : arguments.operands()) {
      Reference name = Reference.parse(operand);
      if (name.tag().isEmpty() && name.digest().isEmpty()) {
        throw new UsageException(
            SYNTAX, "'" + operand + "' has neither tag nor digest; say what to delete");
      }
      names.add(name.digest().map(name::withDigest).orElse(name));
    }
    List<String> insecure =
        LoginCommand.insecure(arguments)
            ? names.stream().map(Reference::domain).distinct().toList()
            : List.of();
    try (RegistryClient client = Registries.client(invocation, insecure)) {
      for (Reference name : names) {
        Interruption.<Boolean>allow(
            invocation,
            () -> {
              delete(invocation, client, name, arguments.get(DIGEST));
              return true;
            });
      }
    }
    return ExitCode.OK.number();
  }

  private static void delete(
      Invocation invocation, RegistryClient client, Reference name, boolean byDigest)
      throws Exception {
    Reference target =
        byDigest && name.digest().isEmpty() ? name.withDigest(client.resolve(name).digest()) : name;
    try {
      client.delete(target);
    } catch (RegistryException e) {
      if (e.reason() == RegistryException.Reason.REFUSED && target.digest().isEmpty()) {
        throw new CommandException(e.getMessage() + "; --digest does that", e);
      }
      throw e;
    }
    invocation.println(
        (target.digest().isPresent() ? "Deleted: " : "Untagged: ") + target.familiar());
  }
}
