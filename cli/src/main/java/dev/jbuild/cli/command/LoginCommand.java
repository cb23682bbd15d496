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
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.Credentials;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.config.DockerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// `jbuild login [SERVER]`.
final class LoginCommand implements Command {
  /// Tells that a registry may be reached unsafely; for all commands that reach one.
  static final Option<Boolean> INSECURE =
      Option.flag(
          "--insecure", "Do not check the registry's certificate, and take plain HTTP as well");

  static final Option<Boolean> TLS_VERIFY =
      Option.flag("--tls-verify", "--tls-verify=false is podman's word for --insecure");

  private static final int MAX_LINE = 64 << 10;

  private static final Option<Optional<String>> USERNAME =
      Option.text("-u --username", "NAME", "User name");
  private static final Option<Optional<String>> PASSWORD =
      Option.text("-p --password", "PASSWORD", "Password; others on this machine can see it");
  private static final Option<Boolean> PASSWORD_STDIN =
      Option.flag("--password-stdin", "Read the password from standard input");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("login", "Log in to a registry")
          .description(
              """
              Checks user name and password at the registry and keeps them where docker does:
              in ~/.docker/config.json, or with the credential helper that it names. What is
              missing on the command line is asked for.
              """)
          .options(INSECURE, PASSWORD, PASSWORD_STDIN, TLS_VERIFY, USERNAME)
          .positionals(Positional.optional("SERVER", "the registry (default: docker.io)"))
          .example("jbuild login -u ann localhost:5000", "asks for the password of ann")
          .example(
              "jbuild login -u ann --password-stdin localhost:5000 < secret",
              "takes the password from a file")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments)
      throws IOException, CommandException, UsageException {
    String domain =
        arguments.optionalOperand(0).map(Registries::domain).orElse(Reference.DEFAULT_DOMAIN);
    Credentials given = credentials(invocation, arguments);
    List<String> insecure = insecure(arguments) ? List.of(domain) : List.of();
    Credentials accepted;
    try (RegistryClient client = Registries.client(invocation, insecure)) {
      accepted = client.login(domain, given);
    }
    DockerConfig.Stored stored = Registries.credentials(invocation).store(domain, accepted);
    if (stored.helper().isEmpty()) {
      invocation.warn(
          "the credentials stand in '" + stored.file() + "', merely encoded; only you can read it");
    }
    invocation.println("Login Succeeded");
    return ExitCode.OK.number();
  }

  private static Credentials credentials(Invocation invocation, Arguments arguments)
      throws IOException, CommandException, UsageException {
    Optional<String> user = arguments.get(USERNAME);
    if (arguments.get(PASSWORD_STDIN)) {
      if (arguments.get(PASSWORD).isPresent()) {
        throw new UsageException(SYNTAX, "--password and --password-stdin exclude each other");
      }
      if (user.isEmpty()) {
        throw new UsageException(SYNTAX, "--password-stdin needs --username");
      }
      return password(user.get(), readLine(invocation.streams().in()));
    }
    if (arguments.get(PASSWORD).isPresent()) {
      invocation.warn("-p shows the password to others on this machine; use --password-stdin");
    }
    String name = user.isPresent() ? user.get() : askName(invocation);
    String secret =
        arguments.get(PASSWORD).isPresent()
            ? arguments.get(PASSWORD).get()
            : invocation.terminal().readSecret("Password: ");
    return password(name, secret);
  }

  private static Credentials password(String user, String secret) throws CommandException {
    try {
      return Credentials.password(user, secret);
    } catch (IllegalArgumentException e) {
      throw new CommandException("can't log in: " + e.getMessage(), e);
    }
  }

  private static String askName(Invocation invocation) throws IOException, CommandException {
    if (!invocation.terminal().isTerminal(Terminal.Stream.IN)) {
      throw new CommandException(
          "can't ask for a user name without a terminal; use -u and --password-stdin");
    }
    invocation.streams().out().print("Username: ");
    invocation.streams().out().flush();
    return readLine(invocation.streams().in());
  }

  /// Reads up to a line end and not a byte more, as what follows is for others.
  private static String readLine(InputStream in) throws IOException, CommandException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    while (b >= 0 && b != '\n') {
      if (line.size() == MAX_LINE) {
        throw new CommandException("the first line of standard input is too long for a password");
      }
      line.write(b);
      b = in.read();
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /// Whether a registry may be reached unsafely.
  static boolean insecure(Arguments arguments) {
    return arguments.get(INSECURE) || (arguments.has(TLS_VERIFY) && !arguments.get(TLS_VERIFY));
  }
}
