package dev.jbuild.engine.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.engine.copy.Copy;
import dev.jbuild.engine.copy.ImageCopier;
import dev.jbuild.engine.copy.Place;
import dev.jbuild.engine.transfer.LyingMirror.Lie;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.TransportSettings;
import dev.jbuild.registry.client.http.HttpRegistryClient;
import dev.jbuild.registry.fixture.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Pulls from a registry of which one part comes out wrong, and there is no other place to ask:
/// each ends, and no wrong byte is in the store, nor a name that leads to one.
@Timeout(60)
class LyingRegistryTransferIT extends TwoStores {
  /// What of an image comes out wrong.
  enum Part {
    MANIFEST,
    CONFIG,
    LAYERS
  }

  private Reference name;
  private Image image;

  @BeforeEach
  void anImageInTheRegistry() throws Exception {
    name = registries.own("honest:1");
    image = Images.sample(here, name, 11, 3);
    new ImagePusher(here, registries.client(), Compression.GZIP)
        .push(name, TransferListener.SILENT);
  }

  private static Stream<Arguments> faults() {
    return Arrays.stream(Part.values())
        .flatMap(part -> Arrays.stream(Lie.values()).map(lie -> Arguments.of(part, lie)));
  }

  private Predicate<String> paths(Part part) throws IOException {
    String config =
        "/blobs/" + here.images().load(image.manifest(), image.platform()).config().digest();
    return switch (part) {
      case MANIFEST -> path -> path.contains("/manifests/");
      case CONFIG -> path -> path.endsWith(config);
      case LAYERS -> path -> path.contains("/blobs/") && !path.endsWith(config);
    };
  }

  /// Impatient where only time ends the lie; elsewhere a busy machine may take its time to tell the
  /// truth that comes before it.
  private static RegistryClient client(Lie lie) {
    TransportSettings.Builder settings = Settings.quick();
    if (lie == Lie.DRIPS) {
      settings.idleTimeout(Duration.ofSeconds(1)).requestTimeout(Duration.ofSeconds(2));
    }
    return HttpRegistryClient.open(settings.build(), CredentialSource.ANONYMOUS);
  }

  private static Image pull(RegistryClient client, Store store, Reference name)
      throws IOException, InterruptedException {
    return new ImagePuller(store, client, InstantSource.system())
        .pull(name, new PlatformChoice(Platform.host(), true), TransferListener.SILENT)
        .image();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aPullThatFailsLeavesNothingWrongBehind(Part part, Lie lie) throws Exception {
    try (LyingMirror lying = new LyingMirror(name.domain(), lie, paths(part));
        RegistryClient client = client(lie)) {
      Reference wrong = Reference.parse(lying.domain() + "/honest:1");
      Optional<Image> pulled;
      try {
        pulled = Optional.of(pull(client, there, wrong));
      } catch (IOException e) {
        assertTrue(String.valueOf(e.getMessage()).contains(lying.domain()), e.getMessage());
        pulled = Optional.empty();
      }
      assertTrue(lying.lies() > 0, "it was asked");
      // a document that was merely compressed on its way is the same document
      boolean harmless = part == Part.MANIFEST && lie == Lie.PACKED;
      assertEquals(harmless, pulled.isPresent());
      assertEquals(pulled.isPresent() ? 1 : 0, there.images().list().size());
      assertOnlyRightBytes();
    }
    // what is left of it does not disturb the next
    assertEquals(image.id(), pull(registries.client(), there, name).id());
    assertOnlyRightBytes();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aCopyThatFailsPublishesNothing(Part part, Lie lie) throws Exception {
    Reference target = registries.own(("copy-" + part + "-" + lie).toLowerCase(Locale.ROOT) + ":1");
    try (LyingMirror lying = new LyingMirror(name.domain(), lie, paths(part));
        RegistryClient client = client(lie)) {
      Reference wrong = Reference.parse(lying.domain() + "/honest:1");
      boolean copied = true;
      try {
        new ImageCopier(client, Assertions::fail) // no archive takes part
            .copy(
                new Copy(new Place.InRegistry(wrong), new Place.InRegistry(target), null, false),
                TransferListener.SILENT);
      } catch (IOException e) {
        copied = false;
      }
      assertTrue(lying.lies() > 0, "it was asked");
      assertEquals(part == Part.MANIFEST && lie == Lie.PACKED, copied);
      if (!copied) {
        RegistryException e =
            Assertions.assertThrows(
                RegistryException.class, () -> registries.client().resolve(target));
        assertEquals(RegistryException.Reason.NOT_FOUND, e.reason());
      }
    }
  }

  private void assertOnlyRightBytes() throws IOException {
    for (Digest digest : there.content().list()) {
      there.content().verify(digest);
    }
    assertEquals(List.of(), there.check());
  }
}
