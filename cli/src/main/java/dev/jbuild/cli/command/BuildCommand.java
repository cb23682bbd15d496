package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildInspection;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.Builder;
import dev.jbuild.builder.NetworkMode;
import dev.jbuild.builder.PullPolicy;
import dev.jbuild.cli.call.Call;
import dev.jbuild.cli.call.Calls;
import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.progress.BuildProgress;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.GlobalOptions;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.syntax.UsageException;
import dev.jbuild.cli.wiring.BuildWiring;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.KnownBases;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.diagnostic.Severity;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `jbuild build PATH`.
final class BuildCommand implements Command {
  private static final Option<List<String>> TAG =
      Option.repeated("-t --tag", "NAME[:TAG]", "Name of the image; may be repeated");
  private static final Option<Optional<String>> FILE =
      Option.text(
          "-f --file", "FILE", "Dockerfile, or - for standard input (default: PATH/Dockerfile)");
  private static final Option<List<String>> BUILD_ARG =
      Option.repeated(
          "--build-arg", "NAME[=VALUE]", "Value of an ARG; without VALUE that of the environment");
  private static final Option<List<String>> LABEL =
      Option.repeated("--label", "NAME=VALUE", "Label added to the image");
  private static final Option<Optional<String>> TARGET =
      Option.text("--target", "STAGE", "Stage to build (default: the last one)");
  private static final Option<Optional<Platform>> PLATFORM =
      Option.value(
          "--platform", "OS/ARCH", "Platform to build for (default: this one)", Platform::parse);
  private static final Option<Boolean> NO_CACHE =
      Option.flag("--no-cache", "Carry out every step, whatever the cache holds");
  private static final Option<Boolean> PULL =
      Option.flag("--pull", "Look for newer base images in their registries");
  private static final Option<String> NETWORK =
      Option.choice(
          "--network",
          "MODE",
          "Network of RUN steps: default (the host's, for now), none or host",
          "default",
          "none",
          "host");
  private static final Option<List<String>> SECRET =
      Option.repeated("--secret", "id=ID[,src=FILE]", "File that RUN --mount=type=secret may read");
  private static final Option<Boolean> EXTRAS =
      Option.flag("--extras", "Allow INCLUDE, UNSET and variables in --from (see docs/extras.md)");
  private static final Option<Optional<String>> ID_FILE =
      Option.text("--iidfile", "FILE", "Write the image ID into a file");
  private static final Option<String> PROGRESS =
      Option.choice(
          "--progress",
          "MODE",
          "How to show progress: auto, plain, tty or quiet",
          "auto",
          "plain",
          "tty",
          "quiet");
  private static final Option<Call> CALL =
      Option.valueOr(
          "--call",
          "METHOD[,format=json]",
          "What to do: build, or tell of the Dockerfile without building: check, outline, targets",
          "build",
          Call::parse);
  private static final Option<Boolean> CHECK =
      Option.flag("--check", "Run the build checks and build nothing; the same as --call=check");
  private static final Option<String> CHECK_LEVEL =
      Option.choice(
          "--check-level",
          "LEVEL",
          "Least grave findings that a check shows: warning, error or info",
          "warning",
          "error",
          "info");
  private static final Option<Optional<String>> EXPLAIN_CONTEXT =
      Option.flagOr(
          "--explain-context",
          "List what goes into the build context and which line of the ignore file decided, and"
              + " build nothing; as JSON with =json",
          "json");
  private static final Option<Boolean> DEBUG =
      Option.flag("-D --debug", "Show the source lines of each warning; as --log-level=debug");
  private static final Option<Boolean> QUIET =
      Option.flag("-q --quiet", "Show no progress and print the image ID");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("build", "Build an image from a Dockerfile")
          .description(
              """
              PATH is the build context: the directory that COPY and ADD read, less what its
              .dockerignore names. Steps whose inputs did not change come from the cache.
              Independent stages are built side by side.

              The word 'build' may be left out: 'jbuild -t app .' builds, too. With
              SOURCE_DATE_EPOCH in the environment, no time in the image is later than that.
              """)
          .options(
              BUILD_ARG, EXTRAS, FILE, ID_FILE, LABEL, NETWORK, NO_CACHE, PLATFORM, PROGRESS, PULL,
              QUIET)
          .options(SECRET, TAG, TARGET)
          .options(CALL, CHECK, CHECK_LEVEL, DEBUG, EXPLAIN_CONTEXT)
          .positionals(Positional.one("PATH", "directory of the build context"))
          .example("jbuild build -t app:1 .", "builds the Dockerfile of this directory")
          .example(
              "jbuild -t app -f docker/Dockerfile --build-arg VERSION=2 --target test src",
              "builds the stage 'test' of another Dockerfile with the context src")
          .example(
              "jbuild build --check .",
              "says what is wrong with the Dockerfile or could be better, and exits with 1 if so")
          .example(
              "jbuild build --call=outline --target test .",
              "lists the arguments, secrets and caches that the stage 'test' takes")
          .example(
              "jbuild build --explain-context .",
              "lists what goes into the context, how much it is, and why the rest stays out")
          .example(
              "jbuild build -q --network none .",
              "builds without network for RUN and prints the ID alone")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    Call call = arguments.get(CHECK) ? Call.CHECK : arguments.get(CALL);
    if (call.method() != Call.Method.BUILD || arguments.get(EXPLAIN_CONTEXT).isPresent()) {
      return answer(invocation, arguments, call);
    }
    try (Store store = Stores.open(invocation, arguments)) {
      BuildRequest request = request(invocation, arguments);
      BuildResult result =
          Interruption.allow(invocation, () -> build(invocation, arguments, store, request));
      Optional<String> idFile = arguments.get(ID_FILE);
      if (idFile.isPresent()) {
        Files.writeString(invocation.resolve(idFile.get()), result.imageId().toString());
      }
      if (isQuiet(arguments)) {
        invocation.println(result.imageId().toString());
      }
      if (invocation.variable("JBUILD_CACHE_LIMIT").isPresent()) {
        CacheLimit.enforce(invocation, store);
      }
    }
    return ExitCode.OK.number();
  }

  private static int answer(Invocation invocation, Arguments arguments, Call call)
      throws Exception {
    try (KnownBases bases = KnownBases.open(invocation, arguments)) {
      BuildInspection inspection = BuildInspection.open(request(invocation, arguments), bases);
      Optional<String> explain = arguments.get(EXPLAIN_CONTEXT);
      if (explain.isPresent()) {
        return Calls.explain(invocation, explain.get().equals("json"), inspection);
      }
      String level = arguments.get(CHECK_LEVEL).toUpperCase(Locale.ROOT);
      return Calls.answer(invocation, call, inspection, Severity.valueOf(level));
    }
  }

  private static BuildResult build(
      Invocation invocation, Arguments arguments, Store store, BuildRequest request)
      throws Exception {
    try (BuildWiring wiring = BuildWiring.open(invocation, arguments, store)) {
      Builder builder = wiring.builder();
      if (isQuiet(arguments)) {
        return builder.build(request, BuildListener.silent());
      }
      String level = arguments.get(DEBUG) ? "debug" : arguments.get(GlobalOptions.LOG_LEVEL);
      try (var display = BuildProgress.open(invocation, arguments.get(PROGRESS), level)) {
        return builder.build(request, display::accept);
      }
    }
  }

  private static boolean isQuiet(Arguments arguments) {
    return arguments.get(QUIET) || arguments.get(PROGRESS).equals("quiet");
  }

  private static BuildRequest request(Invocation invocation, Arguments arguments)
      throws CommandException, IOException, UsageException {
    BuildRequest.Builder request =
        BuildRequest.of(context(invocation, arguments.operand(0)))
            .names(names(arguments))
            .target(arguments.get(TARGET).orElse(""))
            .buildArgs(buildArgs(invocation, arguments))
            .labels(pairs(LABEL, arguments.get(LABEL)))
            .platform(arguments.get(PLATFORM).orElseGet(Platform::host))
            .pull(arguments.get(PULL) ? PullPolicy.ALWAYS : PullPolicy.IF_MISSING)
            .noCache(arguments.get(NO_CACHE))
            .extras(arguments.get(EXTRAS))
            .network(network(arguments.get(NETWORK)))
            .secrets(secrets(invocation, arguments));
    Optional<String> file = arguments.get(FILE);
    if (file.equals(Optional.of("-"))) {
      request.dockerfile(fromInput(invocation));
    } else if (file.isPresent()) {
      request.dockerfile(invocation.resolve(file.get()));
    }
    Optional<String> epoch = invocation.variable("SOURCE_DATE_EPOCH");
    if (epoch.isPresent()) {
      request.sourceDateEpoch(epoch(epoch.get()));
    }
    return request.build();
  }

  private static Path context(Invocation invocation, String path) throws CommandException {
    if (path.equals("-") || path.contains("://") || path.startsWith("git@")) {
      throw new CommandException(
          "build context '" + path + "' is not a directory; only local directories can be built");
    }
    Path context = invocation.resolve(path);
    if (!Files.isDirectory(context)) {
      String found = Files.exists(context) ? "is not a directory" : "does not exist";
      throw new CommandException("build context '" + path + "' " + found);
    }
    if (!Files.isReadable(context)) {
      throw new CommandException("build context '" + path + "' can't be read: permission denied");
    }
    return context;
  }

  private static List<Reference> names(Arguments arguments) throws CommandException {
    List<Reference> names = new ArrayList<>();
    for (String tag : arguments.get(TAG)) {
      Reference name = Reference.parse(tag).withDefaultTag();
      if (name.digestOrNull() != null) {
        throw new CommandException("can't name an image '" + tag + "': it has a digest");
      }
      names.add(name);
    }
    return names;
  }

  private static Map<String, String> buildArgs(Invocation invocation, Arguments arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String given : arguments.get(BUILD_ARG)) {
      int equals = given.indexOf('=');
      if (equals >= 0) {
        values.put(given.substring(0, equals), given.substring(equals + 1));
      } else if (invocation.environment().containsKey(given)) {
        values.put(given, invocation.environment().get(given));
      }
    }
    return values;
  }

  private static Map<String, String> pairs(Option<?> option, List<String> given) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : given) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            "invalid value '" + pair + "' for option '" + option + "': expected NAME=VALUE");
      }
      pairs.put(name, equals < 0 ? "" : pair.substring(equals + 1));
    }
    return pairs;
  }

  private static Map<String, Path> secrets(Invocation invocation, Arguments arguments)
      throws UsageException {
    Map<String, Path> secrets = new LinkedHashMap<>();
    for (String given : arguments.get(SECRET)) {
      Map<String, String> parts = pairs(SECRET, List.of(given.split(",")));
      String id = parts.getOrDefault("id", "");
      String source = parts.getOrDefault("src", parts.getOrDefault("source", id));
      if (id.isEmpty()) {
        throw new UsageException(SYNTAX, "secret '" + given + "' has no id, expected id=ID");
      }
      secrets.put(id, invocation.resolve(source));
    }
    return secrets;
  }

  private static NetworkMode network(String mode) {
    return switch (mode) {
      case "none" -> NetworkMode.NONE;
      case "host" -> NetworkMode.HOST;
      default -> NetworkMode.DEFAULT;
    };
  }

  private static Instant epoch(String seconds) throws CommandException {
    try {
      return Instant.ofEpochSecond(Long.parseLong(seconds));
    } catch (NumberFormatException | java.time.DateTimeException e) {
      throw new CommandException(
          "SOURCE_DATE_EPOCH is '" + seconds + "', expected a number of seconds since 1970", e);
    }
  }

  private static SourceFile fromInput(Invocation invocation) throws IOException {
    byte[] text = invocation.streams().in().readNBytes(Dockerfile.MAX_BYTES + 1);
    return SourceFile.of("Dockerfile", text);
  }
}
