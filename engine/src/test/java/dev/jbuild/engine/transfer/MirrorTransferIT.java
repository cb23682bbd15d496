package dev.jbuild.engine.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.engine.copy.Copy;
import dev.jbuild.engine.copy.ImageCopier;
import dev.jbuild.engine.copy.Place;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Image;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryRoute;
import dev.jbuild.registry.client.RegistryRoute.Mirror;
import dev.jbuild.registry.client.RegistryRoute.Use;
import dev.jbuild.registry.client.http.HttpRegistryClient;
import dev.jbuild.registry.client.route.RoutedRegistryClient;
import dev.jbuild.registry.fixture.Settings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Pulls and copies from mirrors that give wrong blobs, with a registry behind them that is right.
class MirrorTransferIT extends TwoStores {
  private Reference name;
  private Image image;

  @BeforeEach
  void anImageInTheRegistry() throws Exception {
    name = registries.docker("mirrored:1");
    image = Images.sample(here, name, 7, 4);
    new ImagePusher(here, registries.client(), Compression.GZIP)
        .push(name, TransferListener.SILENT);
  }

  private RegistryClient client(LyingMirror... mirrors) {
    List<Mirror> places =
        java.util.Arrays.stream(mirrors).map(m -> new Mirror(m.domain(), true, Use.ALL)).toList();
    return RoutedRegistryClient.of(
        HttpRegistryClient.open(Settings.quick().build(), CredentialSource.ANONYMOUS),
        List.of(new RegistryRoute(name.domain(), name.domain(), true, false, places)));
  }

  private Image pull(RegistryClient client) throws IOException, InterruptedException {
    return new ImagePuller(there, client, InstantSource.system())
        .pull(name, new PlatformChoice(Platform.host(), true), TransferListener.SILENT)
        .image();
  }

  @ParameterizedTest
  @EnumSource
  void whatAMirrorGivesWrongComesFromTheRegistry(LyingMirror.Lie lie) throws Exception {
    try (LyingMirror mirror = new LyingMirror(name.domain(), lie);
        RegistryClient client = client(mirror)) {
      Image pulled = pull(client);
      assertEquals(image.id(), pulled.id());
      assertTrue(mirror.lies() > 0, "the mirror was asked");
      assertTrue(there.layers().stack(Images.diffIds(there, pulled)).isPresent());
    }
  }

  @Test
  void eachMirrorIsTriedInTurn() throws Exception {
    try (LyingMirror first = new LyingMirror(name.domain(), LyingMirror.Lie.CHANGED);
        LyingMirror second = new LyingMirror(name.domain(), LyingMirror.Lie.ZEROS);
        RegistryClient client = client(first, second)) {
      assertEquals(image.id(), pull(client).id());
      assertTrue(first.lies() > 0 && second.lies() > 0, "both were asked");
    }
  }

  @Test
  void aRegistryThatIsWrongItselfIsNamed() throws Exception {
    try (LyingMirror wrong = new LyingMirror(name.domain(), LyingMirror.Lie.CHANGED);
        LyingMirror mirror = new LyingMirror(name.domain(), LyingMirror.Lie.CHANGED)) {
      name = Reference.parse(wrong.domain() + "/mirrored:1");
      try (RegistryClient client = client(mirror)) {
        IOException e = assertThrows(IOException.class, () -> pull(client));
        assertTrue(e.getMessage().contains(wrong.domain()), e.getMessage());
      }
    }
  }

  @Test
  void aCopyTakesTheRightBytesFromTheRegistry() throws Exception {
    Reference target = registries.own("copied:1");
    try (LyingMirror mirror = new LyingMirror(name.domain(), LyingMirror.Lie.CHANGED);
        RegistryClient client = client(mirror)) {
      new ImageCopier(client, Assertions::fail) // no archive takes part
          .copy(
              new Copy(new Place.InRegistry(name), new Place.InRegistry(target), null, false),
              TransferListener.SILENT);
      assertTrue(mirror.lies() > 0, "the mirror was asked");
      Image pulled =
          new ImagePuller(there, registries.client(), InstantSource.system())
              .pull(target, new PlatformChoice(Platform.host(), true), TransferListener.SILENT)
              .image();
      assertEquals(image.id(), pulled.id());
    }
  }
}
