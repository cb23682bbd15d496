package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Signals;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.GlobalOptions;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.UsageException;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.registry.server.Registry;
import dev.jbuild.registry.server.RegistryConfig;
import dev.jbuild.registry.server.RegistryEvent;
import dev.jbuild.registry.server.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// `jbuild registry serve`.
final class RegistryServeCommand implements Command {
  private static final Option<String> LISTEN =
      Option.textOr(
          "--addr --listen",
          "HOST:PORT",
          "Address to listen on; port 0 takes a free one",
          "127.0.0.1:5000");
  private static final Option<Optional<String>> STORAGE =
      Option.text(
          "--data --storage",
          "DIR",
          "Directory that keeps all data of the registry (default: the store's directory with"
              + " -registry behind its name)");
  private static final Option<Optional<String>> HTPASSWD =
      Option.text(
          "--htpasswd",
          "FILE",
          "Users as lines of user:bcrypt, made by 'htpasswd -B'; without it everybody may push");
  private static final Option<String> TLS =
      Option.choice(
          "--tls",
          "HOW",
          "auto (none on loopback, own elsewhere), own (with a certificate of its own making) or"
              + " none",
          "auto",
          "own",
          "none");
  private static final Option<Boolean> NO_TLS =
      Option.flag("--no-tls", "Serve plain HTTP, as --tls none");
  private static final Option<Optional<String>> CERTIFICATE =
      Option.text("--tls-cert", "FILE", "Certificate of the server in PEM, with --tls-key");
  private static final Option<Optional<String>> KEY =
      Option.text("--tls-key", "FILE", "Private key of the server in PEM, not encrypted");
  private static final Option<List<String>> NAMES =
      Option.repeated(
          "--tls-name",
          "NAME",
          "Further host name or address that an own certificate is valid for");
  private static final Option<Boolean> NO_DELETE =
      Option.flag("--no-delete", "Refuse to delete tags, manifests and blobs");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("registry serve", "Run a registry until stopped")
          .description(
              """
              Serves the OCI distribution specification, so docker, podman, skopeo and jbuild can
              push to it and pull from it. Prints its address once it can be used. Ctrl-C or
              SIGTERM stops it after the requests in flight.
              """)
          .options(LISTEN, STORAGE, HTPASSWD, TLS, NO_TLS, CERTIFICATE, KEY, NAMES, NO_DELETE)
          .example("jbuild registry serve", "serves plain HTTP on 127.0.0.1:5000")
          .example(
              "jbuild registry serve --listen 0.0.0.0:5000 --htpasswd users",
              "serves HTTPS to everybody who is in the file, with a certificate of its own making")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments)
      throws IOException, UsageException, InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    try (Signals.Registration _ =
            invocation.signals().handle(_ -> stopped.countDown(), "INT", "TERM", "HUP");
        Registry registry = new Registry(config(invocation, arguments)).start()) {
      invocation.println("listening on " + registry.address());
      registry
          .certificateAuthority()
          .ifPresent(authority -> {
            String host = registry.address().getAuthority();
            invocation.println(
                "clients must trust "
                    + authority
                    + ", for instance as /etc/docker/certs.d/"
                    + host
                    + "/ca.crt");
          });
      invocation.streams().out().flush();
      stopped.await();
    }
    return ExitCode.OK.number();
  }

  private static RegistryConfig config(Invocation invocation, Arguments arguments)
      throws UsageException {
    String listen = arguments.get(LISTEN);
    int colon = listen.lastIndexOf(':');
    RegistryConfig.Builder config =
        RegistryConfig.builder(storage(invocation, arguments))
            .listen(colon < 0 ? listen : unbracketed(listen.substring(0, colon)), port(listen))
            .tls(tls(invocation, arguments))
            .certificateNames(names(arguments))
            .deleteEnabled(!arguments.get(NO_DELETE))
            .clock(invocation.clock())
            .listener(event -> tell(invocation, arguments, event));
    arguments.get(HTPASSWD).map(invocation::resolve).ifPresent(config::htpasswd);
    return config.build();
  }

  private static Path storage(Invocation invocation, Arguments arguments) {
    Optional<Path> given = arguments.get(STORAGE).map(invocation::resolve);
    if (given.isPresent()) {
      return given.get();
    }
    Path root = Stores.root(invocation, arguments);
    return root.resolveSibling(root.getFileName() + "-registry");
  }

  private static int port(String listen) throws UsageException {
    int colon = listen.lastIndexOf(':');
    if (colon < 0) {
      return 5000;
    }
    try {
      return Integer.parseInt(listen.substring(colon + 1));
    } catch (NumberFormatException e) {
      throw new UsageException(
          SYNTAX, "invalid address '" + listen + "' to listen on: expected HOST:PORT");
    }
  }

  private static String unbracketed(String host) {
    String plain =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    return plain.isEmpty() ? "0.0.0.0" : plain;
  }

  private static Tls tls(Invocation invocation, Arguments arguments) throws UsageException {
    Optional<Path> certificate = arguments.get(CERTIFICATE).map(invocation::resolve);
    Optional<Path> key = arguments.get(KEY).map(invocation::resolve);
    if (certificate.isPresent() != key.isPresent()) {
      throw new UsageException(SYNTAX, "--tls-cert and --tls-key must be given together");
    }
    boolean none = arguments.get(NO_TLS) || arguments.get(TLS).equals("none");
    if (certificate.isPresent() && none) {
      throw new UsageException(SYNTAX, "--tls-cert contradicts serving without TLS");
    }
    if (certificate.isPresent()) {
      return new Tls.Files(certificate.get(), key.orElseThrow());
    }
    if (none) {
      return new Tls.None();
    }
    return arguments.get(TLS).equals("own") ? new Tls.Own() : new Tls.Automatic();
  }

  /// The names the user wants, and the machine's own.
  private static List<String> names(Arguments arguments) {
    List<String> names = new ArrayList<>(arguments.get(NAMES));
    try {
      String machine = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      if (!machine.isEmpty() && !names.contains(machine)) {
        names.add(machine);
      }
    } catch (IOException e) {
      // without /proc the certificate is valid for the other names
      return names;
    }
    return names;
  }

  private static void tell(Invocation invocation, Arguments arguments, RegistryEvent event) {
    switch (event) {
      case RegistryEvent.RequestFailed e -> {
        String what = e.method() + " " + e.path() + " was answered with " + e.status();
        failed(invocation, arguments, what, e.cause());
      }
      case RegistryEvent.UsersReloaded e ->
          invocation.note("read " + e.users() + " users from " + e.file());
      case RegistryEvent.UsersRejected e ->
          invocation.warn(
              "the users known before stay in force, as " + e.file() + " is wrong: " + e.reason());
      case RegistryEvent.UploadsExpired e ->
          invocation.note("dropped " + e.count() + " uploads that nobody finished");
      case RegistryEvent.SweepFailed e ->
          failed(invocation, arguments, "looking for abandoned uploads failed", e.cause());
    }
  }

  private static void failed(
      Invocation invocation, Arguments arguments, String what, Throwable cause) {
    invocation.warn(what + ": " + cause);
    if (arguments.get(GlobalOptions.LOG_LEVEL).equals("debug")) {
      cause.printStackTrace(invocation.streams().err());
    }
  }
}
