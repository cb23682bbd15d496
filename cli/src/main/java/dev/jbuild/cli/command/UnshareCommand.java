package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Namespace;
import dev.jbuild.cli.invocation.User;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.GlobalOptions;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Runtimes;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.linux.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `jbuild unshare [COMMAND [ARG...]]`. The command becomes this process, which the launcher has
/// put into its namespaces before Java began; so signals, terminal and exit code are the command's
/// own.
final class UnshareCommand implements Command {
  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("unshare", "Run a command where an ordinary user's images are mounted")
          .description(
              """
              An ordinary user's images belong to users who exist in a user namespace only, and
              can be mounted in one only. The command runs in such a namespace, in which you are root;
              'jbuild mount' and 'jbuild image mount' work there, and mounts end with it. As with
              podman, it is a shell when none is given. Root needs no such thing.
              """)
          .positionals(Positional.many("COMMAND", "what to run (default: $SHELL)", 0))
          .optionsFirst()
          .example("jbuild unshare", "gives you a shell in which images can be mounted")
          .example(
              "jbuild unshare sh -c 'ls -l $(jbuild image mount debian)'",
              "lists the files of an image with their owners")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, CommandException {
    User user = invocation.user();
    if (user.isRoot()) {
      throw new CommandException(
          "can't unshare as root, who needs no namespace of users; run the command as it is");
    }
    if (user.namespace().kind() == Namespace.Kind.NONE
        || user.namespace().lacks() == Namespace.Lack.NAMESPACE) {
      throw new CommandException("can't unshare: " + user.namespace().advice());
    }
    if (user.namespace().lacks() == Namespace.Lack.IDS) {
      invocation.warn(user.namespace().advice());
    }
    List<String> command = new ArrayList<>(arguments.operands());
    if (command.isEmpty()) {
      command.add(invocation.variable("SHELL").orElse("/bin/sh"));
    }
    Path launcher = Runtimes.launcher(invocation, Stores.root(invocation, arguments));
    command.addAll(0, List.of(launcher.toString(), "userns", "--"));
    Map<String, String> environment = new TreeMap<>(invocation.environment());
    environment.remove(Invocation.HOME);
    environment.put(Namespace.UNSHARED, "1");
    arguments
        .get(GlobalOptions.ROOT)
        .ifPresent(root -> environment.put("JBUILD_ROOT", invocation.resolve(root).toString()));
    invocation.streams().out().flush();
    Path own = invocation.variable(Invocation.HOME).map(Path::of).orElse(launcher).toRealPath();
    throw Programs.become(launcher, command, environment, own);
  }
}
