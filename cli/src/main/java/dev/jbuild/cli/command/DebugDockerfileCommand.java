package dev.jbuild.cli.command;

import dev.jbuild.cli.dockerfile.DockerfileBytes;
import dev.jbuild.cli.dockerfile.FacetPrinter;
import dev.jbuild.cli.dockerfile.FileNameReader;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.syntax.UsageException;
import dev.jbuild.cli.wiring.StoredBases;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.dockerfile.emit.Emitter;
import dev.jbuild.dockerfile.emit.Facet;
import dev.jbuild.dockerfile.emit.StubWorld;
import dev.jbuild.dockerfile.emit.World;
import dev.jbuild.dockerfile.plan.PlanOptions;
import dev.jbuild.image.Platform;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `jbuild debug dockerfile --emit FACET FILE...`.
final class DebugDockerfileCommand implements Command {
  private static final Option<String> EMIT =
      Option.choice(
          "--emit",
          "FACET",
          "What to print: parse (directives and split instructions), typed (stages and fields of"
              + " instructions), image (configuration and history), graph (operations) or lint"
              + " (warnings)",
          "parse",
          "typed",
          "image",
          "graph",
          "lint");
  private static final Option<Optional<String>> FILES_FROM =
      Option.text(
          "--files-from",
          "FILE",
          "Read the names of further Dockerfiles from FILE, one a line, - for standard input");
  private static final Option<Boolean> NULL =
      Option.flag("-0 --null", "Names of --files-from end in NUL instead of a line feed");
  private static final Option<List<String>> BUILD_ARG =
      Option.repeated(
          "--build-arg", "NAME[=VALUE]", "Value of an ARG; without VALUE that of the environment");
  private static final Option<Optional<String>> TARGET =
      Option.text("--target", "STAGE", "Stage to evaluate (default: the last one; lint: all)");
  private static final Option<Optional<Platform>> PLATFORM =
      Option.value(
          "--platform",
          "OS/ARCH",
          "Platform of the image (default: linux/amd64 with stub bases, else this one)",
          Platform::parse);

  private static final Option<String> BASES =
      Option.choice(
          "--bases",
          "WORLD",
          "Where base images come from: stub (each exists and has one fixed configuration) or store"
              + " (those of the store alone)",
          "stub",
          "store");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("debug dockerfile", "Print what Dockerfiles mean as lines of JSON")
          .description(
              """
              Prints one JSON object a line for each file, in the order given and as soon as it is
              known: {"file": NAME, ...}. A file that is refused has "ok": false, the error, and the
              lines that it is "at".

              In the stub world, which is what BuildKit's verdicts in the conformance tests were
              made in, every base image has PATH, STUB_BASE=1, Cmd /bin/stub, the label stub.base=1,
              one layer whose digest is all zeros, and as its own digest the sha256 of "stub:" and
              its name; cache mounts are in the namespace "ns".

              The exit code is 0 when every file could be read, also when some were refused; 1 when
              one could not be read, whose line then says why.
              """)
          .options(BASES, BUILD_ARG, EMIT, FILES_FROM, NULL, PLATFORM, TARGET)
          .positionals(Positional.many("FILE", "Dockerfiles, - for standard input", 0))
          .example("jbuild debug dockerfile --emit typed Dockerfile", "prints stages and fields")
          .example(
              "find . -name 'Dockerfile*' -print0 | jbuild debug dockerfile --emit lint -0"
                  + " --files-from -",
              "prints the warnings about all Dockerfiles of a tree")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, UsageException {
    if (arguments.operands().isEmpty() && !arguments.has(FILES_FROM)) {
      throw new UsageException(SYNTAX, "no file was given, neither FILE nor --files-from");
    }
    if (arguments.get(BASES).equals("stub")) {
      return print(invocation, arguments, StubWorld.options(), new StubWorld());
    }
    PlanOptions plain = PlanOptions.forPlatform(Platform.host().toString());
    try (Store store = Stores.open(invocation, arguments)) {
      return print(invocation, arguments, plain, new StoredBases(store));
    }
  }

  private static int print(
      Invocation invocation, Arguments arguments, PlanOptions defaults, World world)
      throws IOException {
    Facet facet = Facet.valueOf(arguments.get(EMIT).toUpperCase(Locale.ROOT));
    FacetPrinter printer =
        new FacetPrinter(
            new DockerfileBytes(invocation),
            new Emitter(options(invocation, arguments, defaults), world),
            facet,
            invocation.streams().out());
    boolean read = true;
    for (int i = 0; i < arguments.operands().size() && read; i++) {
      read = printer.print(arguments.operand(i));
    }
    Optional<String> list = arguments.get(FILES_FROM);
    if (read && list.isPresent()) {
      try (InputStream in = names(invocation, list.get())) {
        FileNameReader names = new FileNameReader(in, arguments.get(NULL) ? '\0' : '\n');
        @Nullable String name = names.next();
        while (name != null && printer.print(name)) {
          name = names.next();
        }
      }
    }
    return (printer.complete() ? ExitCode.OK : ExitCode.FAILURE).number();
  }

  private static InputStream names(Invocation invocation, String list) throws IOException {
    return list.equals("-")
        ? invocation.streams().in()
        : Files.newInputStream(invocation.resolve(list));
  }

  private static PlanOptions options(
      Invocation invocation, Arguments arguments, PlanOptions defaults) {
    return new PlanOptions(
        arguments.get(TARGET).orElse(null),
        buildArgs(invocation, arguments.get(BUILD_ARG)),
        defaults.buildPlatform(),
        arguments.get(PLATFORM).map(Platform::toString).orElse(defaults.targetPlatform()),
        defaults.labels(),
        defaults.namedContexts(),
        defaults.network(),
        defaults.cacheNamespace(),
        defaults.ignored());
  }

  private static Map<String, String> buildArgs(Invocation invocation, List<String> given) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String one : given) {
      int equals = one.indexOf('=');
      if (equals >= 0) {
        values.put(one.substring(0, equals), one.substring(equals + 1));
      } else if (invocation.environment().containsKey(one)) {
        values.put(one, invocation.environment().get(one));
      }
    }
    return values;
  }
}
