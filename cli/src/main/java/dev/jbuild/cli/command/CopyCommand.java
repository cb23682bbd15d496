package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.progress.Direction;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.syntax.UsageException;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.cli.wiring.TemporaryStores;
import dev.jbuild.engine.copy.Copy;
import dev.jbuild.engine.copy.ImageCopier;
import dev.jbuild.engine.copy.Place;
import dev.jbuild.engine.copy.Place.ArchiveForm;
import dev.jbuild.engine.copy.Place.InArchive;
import dev.jbuild.engine.copy.Place.InLayout;
import dev.jbuild.engine.copy.Place.InRegistry;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `jbuild copy SOURCE TARGET`.
final class CopyCommand implements Command {
  private static final String REGISTRY = "docker://";
  private static final String LAYOUT = "oci:";

  private static final Option<Optional<Platform>> PLATFORM =
      Option.value(
          "--platform",
          "OS/ARCH",
          "Which image of an index to copy (default: that for this machine)",
          Platform::parse);
  private static final Option<Boolean> ALL_PLATFORMS =
      Option.flag("-a --all --all-platforms", "Copy an index with all that it lists");
  private static final Option<Boolean> REFERRERS =
      Option.flag(
          "--referrers", "Copy signatures, attestations and the like that refer to it as well");
  private static final Option<Boolean> QUIET =
      Option.flag("-q --quiet", "Show no progress and print the digest alone");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("copy", "Copy an image between registries, layouts and archives")
          .description(
              """
              Copies images, indexes and artifacts byte for byte, so that digests stay. Nothing
              passes through the store. What the target has is not sent again, and within one
              registry nothing is sent at all.

              A place is a name in a registry, with or without docker:// before it;
              oci:DIRECTORY[:NAME], an OCI image layout; oci-archive:FILE[:NAME], a tar of one; or
              docker-archive:FILE[:NAME], what 'docker save' writes, whose plain layers are packed
              with gzip. Archives may be compressed; a file that exists is replaced.
              """)
          .options(
              ALL_PLATFORMS,
              LoginCommand.INSECURE,
              LoginCommand.TLS_VERIFY,
              PLATFORM,
              QUIET,
              REFERRERS)
          .positionals(
              Positional.one("SOURCE", "what to copy"), Positional.one("TARGET", "where to"))
          .example(
              "jbuild copy -a busybox localhost:5000/busybox",
              "copies busybox:latest for all platforms from Docker Hub")
          .example(
              "jbuild copy localhost:5000/app:rc1 localhost:5000/app:1.0",
              "gives an image another tag without moving a layer")
          .example(
              "jbuild copy --all --referrers localhost:5000/app:1.0 oci:backup:1.0",
              "keeps an image with its signatures in a directory")
          .example(
              "docker save app:1 | jbuild copy docker-archive:/dev/stdin localhost:5000/app:1",
              "sends an image from docker to a registry")
          .example(
              "jbuild copy localhost:5000/app:1 docker-archive:app.tar:app:1",
              "writes an archive for 'docker load'")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    AllOptions.checkPlatforms(SYNTAX, arguments.get(ALL_PLATFORMS), arguments.get(PLATFORM));
    Place source = place(invocation, arguments.operand(0));
    Place target = place(invocation, arguments.operand(1));
    @Nullable Platform platform =
        arguments.get(ALL_PLATFORMS) ? null : arguments.get(PLATFORM).orElseGet(Platform::host);
    Copy copy = new Copy(source, target, platform, arguments.get(REFERRERS));
    boolean quiet = arguments.get(QUIET);
    List<String> insecure = new ArrayList<>();
    if (LoginCommand.insecure(arguments)) {
      domain(source).ifPresent(insecure::add);
      domain(target).ifPresent(insecure::add);
    }
    Descriptor copied;
    try (RegistryClient client = Registries.client(invocation, insecure);
        TemporaryStores staging = new TemporaryStores(invocation)) {
      copied =
          Transfers.show(
              invocation,
              Direction.COPY,
              quiet ? null : Terminal.Stream.OUT,
              listener -> new ImageCopier(client, staging).copy(copy, listener));
    }
    invocation.println(
        quiet
            ? copied.digest().toString()
            : target.name() + ": digest: " + copied.digest() + " size: " + copied.size());
    return ExitCode.OK.number();
  }

  private static Optional<String> domain(Place place) {
    return place instanceof InRegistry named
        ? Optional.of(named.reference().domain())
        : Optional.empty();
  }

  private static Place place(Invocation invocation, String text) throws UsageException {
    if (text.startsWith(LAYOUT)) {
      String rest = text.substring(LAYOUT.length());
      int colon = rest.indexOf(':'); // the first one, as for skopeo: names may have some, too
      boolean tagged = colon >= 0;
      String directory = tagged ? rest.substring(0, colon) : rest;
      if (directory.isEmpty()) {
        throw new UsageException(SYNTAX, "'" + text + "' names no directory");
      }
      return new InLayout(invocation.resolve(directory), tagged ? rest.substring(colon + 1) : "");
    }
    for (ArchiveForm form : ArchiveForm.values()) {
      if (text.startsWith(form.prefix() + ":")) {
        return archive(invocation, form, text);
      }
    }
    String name = text.startsWith(REGISTRY) ? text.substring(REGISTRY.length()) : text;
    if (name.startsWith("dir:")) {
      throw new UsageException(
          SYNTAX,
          "can't copy from or to '" + text + "'; use oci:DIRECTORY, which skopeo knows as well");
    }
    for (String other : List.of("docker-daemon:", "containers-storage:", "sif:")) {
      if (name.startsWith(other)) {
        throw new UsageException(
            SYNTAX,
            "can't copy from or to '"
                + text
                + "'; have its owner write or read an archive: 'docker save app:1 | jbuild copy"
                + " docker-archive:/dev/stdin localhost:5000/app:1'");
      }
    }
    Reference reference = Reference.parse(name);
    // With a digest the tag beside it does not count.
    return new InRegistry(
        reference.digest().map(reference::withDigest).orElseGet(reference::withDefaultTag));
  }

  /// FILE or FILE:NAME; as for skopeo, the file's name ends at the first colon.
  private static Place archive(Invocation invocation, ArchiveForm form, String text)
      throws UsageException {
    String rest = text.substring(form.prefix().length() + 1);
    int colon = rest.indexOf(':');
    String file = colon < 0 ? rest : rest.substring(0, colon);
    String image = colon < 0 ? "" : rest.substring(colon + 1);
    if (file.isEmpty()) {
      throw new UsageException(SYNTAX, "'" + text + "' names no file");
    }
    if (form == ArchiveForm.DOCKER
        && !image.isEmpty()
        && Reference.parse(image).digestOrNull() != null) {
      throw new UsageException(SYNTAX, "'" + text + "': names in archives have no digests");
    }
    return new InArchive(form, invocation.resolve(file), image);
  }
}
