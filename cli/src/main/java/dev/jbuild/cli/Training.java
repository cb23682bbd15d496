package dev.jbuild.cli;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Signals;
import dev.jbuild.cli.invocation.Streams;
import dev.jbuild.cli.invocation.User;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Walks the common commands once, in one process, so that the JVM can note which classes they
/// need: the build of the distribution runs this to make the AOT cache, users never do.
///
/// Commands may fail, for instance where the build is not run by root; what they printed is in the
/// build's log of the training. All of it happens in one directory and on loopback.
public final class Training {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern LISTENING = Pattern.compile("listening on https?://(\\S+)");
  private static final String PROGRAM = "program";

  private final Path home = Path.of(System.getProperty("jbuild.home", "")).toAbsolutePath();
  private final Path directory;
  private final AtomicReference<@Nullable Consumer<String>> stop = new AtomicReference<>();

  private Training(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /// Trains in the directory that is the first argument. The second is the profile: `prepare` only
  /// fills the store for the others, `look` is for commands that look things up in it, `run` for
  /// containers, `build` for builds, `move` for images that come and go, `full` for all there is.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Training training = new Training(Path.of(arguments[0]));
    switch (arguments[1]) {
      case "prepare" -> training.prepare();
      case "look" -> training.look();
      case "run" -> training.containers();
      case "build" -> training.builds();
      case "move" -> training.transfers();
      default -> {
        training.builds();
        training.containers();
        training.look();
        training.help();
        training.registry();
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private void prepare() throws IOException {
    run("build", "-t", "train:0", context().toString());
    run("run", "--name", "trained", "train:0");
  }

  private void builds() throws IOException {
    Path context = context();
    String base = "FROM=train:1";
    run("build", "-t", "train:1", context.toString());
    run("build", "-t", "train:2", "--build-arg", base, "--progress", "plain", context.toString());
    run("build", "-t", "train:2", "--build-arg", base, "-q", context.toString());
    run("build", "-t", "train:3", "--no-cache", "-q", context.toString());
    run("-t", "train:2", "--build-arg", base, "-q", context.toString());
    Path wide = wideContext();
    run("build", "-t", "train:4", "--build-arg", "LEVEL=2", wide.toString());
    run("build", "-t", "train:4", "--build-arg", "LEVEL=2", wide.toString());
    run("build", "-t", "train:4", "--progress", "plain", wide.toString());
  }

  private void containers() {
    run("run", "--rm", "train:0");
    run("run", "--rm", "-e", "A=1", "--memory", "64m", "--network", "none", "train:0");
    run("run", "--rm", "-u", "train", "-i", "--network", "host", "train:0", "/" + PROGRAM);
  }

  private void look() {
    run("version");
    run("images");
    run("history", "train:0");
    run("inspect", "train:0");
    run("inspect", "-f", "{{range .Config.Env}}{{println .}}{{end}}{{json .Config}}", "train:0");
    run("images", "--format", "table {{.ID}}\t{{.Tag}}", "-f", "dangling=false");
    run("ps", "-a", "--format", "{{.Names}}: {{if eq .State \"exited\"}}{{upper .Image}}{{end}}");
    run("history", "--format", "{{printf \"%s\" .Size}}", "train:0");
    run("image", "tree", "train:0");
    run("image", "diff", "train:0", "train:0");
    run("tag", "train:0", "train:4");
    run("ps", "-a");
    run("rm", "-f", "trained");
    run("rmi", "-f", "train:4");
  }

  private void help() {
    run("--help");
    run("run", "--help");
    run("run", "--no-such-option");
    run("completion", "bash");
    run("system", "check");
  }

  /// Commands that bring images in and out, each way once: the layers are packed, sent, fetched and
  /// unpacked into a store that lacks them, and then found there.
  private void transfers() throws IOException {
    String archive = directory.resolve("train.tar").toString();
    String rootfs = directory.resolve("rootfs.tar").toString();
    try (TrainingRegistry registry =
        TrainingRegistry.start(home, directory.resolve("moved-registry"))) {
      String gzip = registry.address() + "/train:gzip";
      String zstd = registry.address() + "/train:zstd";
      run("tag", "train:0", gzip);
      run("tag", "train:0", zstd);
      run("push", gzip);
      run("push", "--compression-format", "zstd", zstd);
      for (String image : new String[] {gzip, gzip, zstd}) {
        run("--root", directory.resolve("moved").toString(), "pull", image);
      }
      run("push", "-q", gzip);
      run("pull", "-q", gzip);
      run("copy", gzip, registry.address() + "/copied:1");
      run("copy", "-q", gzip, "oci:" + directory.resolve("copied"));
      run("search", registry.address() + "/train");
      run("registry", "tags", registry.address() + "/train");
      run("manifest", "create", registry.address() + "/train:list", gzip);
      run("manifest", "inspect", registry.address() + "/train:list");
      run("manifest", "push", registry.address() + "/train:list");
    }
    run("save", "-o", archive, "train:0");
    run("--root", directory.resolve("loaded").toString(), "load", "-i", archive);
    run("export", "-o", rootfs, "trained");
    run("import", rootfs, "train:5");
    run("system", "df");
    run("system", "check");
  }

  /// Commands that talk to a registry, and the registry.
  private void registry() throws InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Path data = directory.resolve("registry");
    Invocation serve =
        invocation(output, "registry", "serve", "--listen", "127.0.0.1:0", "--data", "" + data);
    Thread server = Thread.ofPlatform().start(() -> tell(Main.run(serve), serve, output));
    String address = address(output, server);
    if (address.isEmpty()) {
      return;
    }
    run("tag", "train:1", address + "/train:1");
    run("push", address + "/train:1");
    run("rmi", "-f", address + "/train:1");
    run("pull", address + "/train:1");
    Consumer<String> handler = stop.get();
    if (handler != null) {
      handler.accept("TERM");
      server.join(PATIENCE);
    }
  }

  private static String address(ByteArrayOutputStream output, Thread server)
      throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (server.isAlive() && Instant.now().isBefore(end)) {
      Matcher matcher = LISTENING.matcher(output.toString(StandardCharsets.UTF_8));
      if (matcher.find()) {
        return matcher.group(1).replaceFirst("/$", "");
      }
      Thread.sleep(10);
    }
    return "";
  }

  private Path context() throws IOException {
    Path context = Files.createDirectories(directory.resolve("context"));
    Files.write(
        context.resolve(PROGRAM), TrainingProgram.bytes(System.getProperty("os.arch", "amd64")));
    Files.writeString(context.resolve("file.txt"), "text\n");
    Files.writeString(context.resolve("passwd"), "train:x:1:1::/:/bin/sh\n");
    Files.writeString(context.resolve("group"), "train:x:1:\nmore:x:2:train\n");
    Path link = Files.createDirectories(context.resolve("tree")).resolve("link");
    if (!Files.isSymbolicLink(link)) {
      Files.createSymbolicLink(link, Path.of("../file.txt"));
    }
    Files.writeString(context.resolve(".dockerignore"), "*.md\n!README.md\n");
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        ARG FROM=scratch
        FROM ${FROM} AS base
        COPY --chmod=755 program /
        FROM base
        ENV A=b C="$A d"
        WORKDIR /work
        COPY --from=base /program ./again
        ADD file.txt ./
        COPY tree ./tree
        COPY passwd group /etc/
        RUN ["/program"]
        LABEL a.b=c
        USER 1:1
        EXPOSE 80
        ENTRYPOINT ["/program"]
        CMD ["argument"]
        """);
    return context;
  }

  /// A build with much of the language, whose `RUN` steps may fail without harm to the training.
  private Path wideContext() throws IOException {
    Path context = Files.createDirectories(directory.resolve("wide"));
    Files.createDirectories(context.resolve("src/below"));
    Files.writeString(context.resolve("src/a.txt"), "a\n");
    Files.writeString(context.resolve("src/below/b.txt"), "b\n");
    Files.writeString(context.resolve("notes.md"), "left out\n");
    Files.writeString(
        context.resolve(".dockerignore"),
        """
        # what images do not need
        *.md
        **/*.log
        .git
        build/
        !src/below/*.txt
        """);
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        # syntax=docker/dockerfile:1
        ARG BASE=train:1

        # the sources, as they are
        FROM scratch AS sources
        COPY src/ /src/
        COPY src/*.txt src/below /flat/

        FROM ${BASE} AS tools
        ARG LEVEL=1
        ARG UNUSED
        ENV LEVEL=${LEVEL:-0} \\
            MODE="${LEVEL:+on}"
        RUN ["/program", "$LEVEL"]
        ONBUILD LABEL from=tools

        FROM ${BASE}
        ARG LEVEL
        MAINTAINER nobody
        LABEL a="b c" d=e
        SHELL ["/program", "-c"]
        WORKDIR sub/dir
        COPY --from=sources --chown=1:1 /src /src
        COPY --from=sources --link /flat/b.txt ./
        COPY --from=tools /program /tools/
        COPY <<END /etc/made.txt
        text with $MODE
        END
        RUN echo one && \\
            echo two
        RUN --mount=type=cache,target=/cache --mount=type=tmpfs,target=/tmp <<END
        echo three
        END
        VOLUME /data
        EXPOSE 80/tcp 53/udp
        STOPSIGNAL SIGINT
        HEALTHCHECK --interval=5s --retries=2 CMD check it
        USER train:train
        CMD plain text
        """);
    return context;
  }

  private void run(String... arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Invocation invocation = invocation(output, arguments);
    tell(Main.run(invocation), invocation, output);
  }

  private Invocation invocation(ByteArrayOutputStream output, String... arguments) {
    PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
    // what only the real process has is used as it uses it: environment, terminal, signals
    Invocation real = ProcessInvocation.of(arguments);
    Map<String, String> environment = new HashMap<>(real.environment());
    environment.put(Invocation.HOME, home.toString());
    environment.put("JBUILD_ROOT", directory.resolve("store").toString());
    environment.put("HOME", directory.resolve("home").toString());
    environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return new Invocation(
        real.arguments(),
        environment,
        directory,
        new User(ProcessInvocation.uid(), directory.resolve("home")),
        new Streams(new ByteArrayInputStream(new byte[0]), stream, stream, false),
        real.terminal(),
        signals(real.signals()),
        real.clock());
  }

  private Signals signals(Signals real) {
    return (handler, names) -> {
      stop.set(handler);
      Signals.Registration registration = real.handle(handler, names);
      return () -> {
        registration.close();
        stop.compareAndSet(handler, null);
      };
    };
  }

  private static void tell(int exitCode, Invocation invocation, ByteArrayOutputStream output) {
    System.out.println("jbuild " + String.join(" ", invocation.arguments()) + ": " + exitCode);
    System.out.println(output.toString(StandardCharsets.UTF_8).indent(2));
  }
}
