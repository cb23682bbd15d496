package dev.jbuild.engine.container;

import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Accounts;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Elsewhere;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.References;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.snapshot.Snapshots;
import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.ContainerRuntime;
import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.Mount;
import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.RootFilesystem;
import dev.jbuild.runtime.Stdio;
import dev.jbuild.runtime.UserNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes a container of an image and a user's options, and starts it: image, record, files, launch,
/// in this order, so that a crash in between leaves nothing that is not found again.
final class Launch {
  private final RootCopies copies = new RootCopies();
  private final Store store;
  private final Snapshots snapshots;
  private final ContainerRuntime runtime;
  private final ContainerRecords records;
  private final Volumes volumes;
  private final Host host;
  private final RandomGenerator random;
  private final InstantSource clock;

  Launch(
      Store store,
      Snapshots snapshots,
      ContainerRuntime runtime,
      ContainerRecords records,
      Volumes volumes,
      Host host,
      RandomGenerator random,
      InstantSource clock) {
    this.store = store;
    this.snapshots = snapshots;
    this.runtime = runtime;
    this.records = records;
    this.volumes = volumes;
    this.host = host;
    this.random = random;
    this.clock = clock;
  }

  /// Ends the start of a container whose root is being copied, if the signal is meant to end it.
  boolean interrupt(int signal) {
    return Attempts.isEnd(signal) && copies.interrupt();
  }

  /// An image with its layers, lowest first.
  private record Contents(Image image, ImageConfig config, List<Layer> layers) {}

  StartedContainer start(ContainerOptions options)
      throws IOException, ContainerException, InterruptedException {
    try (Lease lease = store.lease("run " + options.image())) {
      Contents contents = contents(options, lease);
      store.layers().prepare(contents.layers);
      String id = newId();
      String hostname = hostname(options, id);
      UnionView view = UnionView.of(contents.layers);
      ProcessSettings settings =
          ProcessSettings.of(options, contents.config.config(), Accounts.of(view), hostname);
      List<VolumeMount> wanted = Volumes.wanted(options, contents.config.config());
      List<String> anonymous = volumes.nameAnonymous(wanted);
      boolean copied = snapshots.copies();
      ContainerRecord record =
          records.put(
              id,
              options.name(),
              new References(
                  List.of(contents.image.manifest().digest()),
                  contents.layers.stream().map(Layer::id).toList()),
              name ->
                  record(
                      options,
                      contents,
                      settings,
                      id,
                      name,
                      anonymous,
                      ContainerSettings.of(
                          options,
                          contents.config.config(),
                          hostname,
                          volumes.points(wanted, anonymous)),
                      copied));
      return launch(options, contents, settings, record, wanted, hostname, view);
    }
  }

  private Contents contents(ContainerOptions options, Lease lease) throws IOException {
    Image image =
        store
            .images()
            .resolve(options.image())
            .orElseThrow(() ->
                new ImageMissingException(
                    "image '%s' is not in the store, pull or build it first"
                        .formatted(options.image())));
    LoadedImage loaded = store.images().load(image.manifest(), image.platform());
    ImageConfig config = loaded.config().value();
    lease.keep(image.manifest().digest());
    List<Layer> layers;
    try {
      layers = store.layers().unpack(loaded.manifest().value(), config);
    } catch (ContentException.NotFound e) {
      throw new ImageMissingException(missing(options.image(), loaded, e));
    }
    for (Layer layer : layers) {
      lease.keep(layer.id());
    }
    return new Contents(image, config, layers);
  }

  private String missing(String image, LoadedImage loaded, ContentException.NotFound part)
      throws IOException {
    Digest manifest = loaded.descriptor().digest();
    Optional<Reference> place = new Elsewhere(store.records(Elsewhere.KIND)).find(manifest);
    return place.isPresent()
        ? "image '%s': its layers are in '%s' only; get them with 'jbuild pull %s'"
            .formatted(
                image,
                place.get().familiarRepository(),
                place.get().withDigest(manifest).familiar())
        : "image '%s': %s, pull or build it again".formatted(image, part.getMessage());
  }

  private String newId() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private String hostname(ContainerOptions options, String id) {
    return options
        .hostname()
        .orElse(options.network() == NetworkMode.HOST ? host.hostname() : id.substring(0, 12));
  }

  private ContainerRecord record(
      ContainerOptions options,
      Contents contents,
      ProcessSettings settings,
      String id,
      String name,
      List<String> anonymous,
      ContainerSettings kept,
      boolean copied) {
    return new ContainerRecord(
        id,
        name,
        options.image(),
        contents.image.id(),
        settings.argv(),
        clock.instant(),
        options.autoRemove(),
        host.process(),
        anonymous,
        kept,
        copied);
  }

  private StartedContainer launch(
      ContainerOptions options,
      Contents contents,
      ProcessSettings settings,
      ContainerRecord record,
      List<VolumeMount> wanted,
      String hostname,
      UnionView view)
      throws IOException, ContainerException, InterruptedException {
    Removal removal = new Removal(store, records, volumes, runtime);
    try {
      ContainerDirectory directory = ContainerDirectory.of(store.root(), record.id()).create();
      List<Mount> mounts =
          new ArrayList<>(EtcFiles.write(directory.etc(), host, options.network(), hostname));
      List<Mount> chosen = volumes.prepare(wanted, record.volumes(), view);
      // What the user mounts there wins over ours.
      mounts.removeIf(m -> chosen.stream().anyMatch(c -> c.target().equals(m.target())));
      mounts.addAll(chosen);
      List<Path> lowers = contents.layers.reversed().stream().map(Layer::directory).toList();
      ContainerSpec.Builder spec =
          ContainerSpec.builder(
                  record.id(), directory.state(), root(record, directory, lowers), settings.argv())
              .env(settings.env())
              .cwd(settings.cwd())
              .user(settings.user())
              .hostname(hostname)
              .stdio(new Stdio(Stdio.Kind.INHERIT, options.interactive(), options.terminal()))
              .mounts(mounts)
              .network(options.network())
              .resources(options.resources())
              .userNamespace(UserNamespace.inherited().orElse(null));
      Attempts attempts = new Attempts(runtime, snapshots, copies, records, record, spec);
      attempts.start();
      return new StartedContainer(
          record, attempts, removal, contents.config.platform(), host.platform());
    } catch (IOException | ContainerException | InterruptedException | RuntimeException e) {
      removal.remove(record);
      throw e;
    }
  }

  private RootFilesystem root(
      ContainerRecord record, ContainerDirectory directory, List<Path> lowers)
      throws IOException, InterruptedException {
    if (record.copied()) {
      copies.fill(lowers, directory.upper());
      return new RootFilesystem.Directory(directory.upper());
    }
    return new RootFilesystem.Overlay(lowers, directory.upper(), directory.work());
  }
}
