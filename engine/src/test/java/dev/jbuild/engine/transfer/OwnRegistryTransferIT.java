package dev.jbuild.engine.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.Image;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.TransportSettings;
import dev.jbuild.registry.client.TrustSettings;
import dev.jbuild.registry.fixture.Settings;
import dev.jbuild.registry.fixture.Users;
import dev.jbuild.registry.server.Registry;
import dev.jbuild.registry.server.RegistryConfig;
import dev.jbuild.registry.server.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract against jbuild's own registry with TLS and a user.
class OwnRegistryTransferIT extends TransferContract {
  private static Registry registry;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    registry =
        new Registry(
                RegistryConfig.builder(directory.resolve("storage"))
                    .listen("127.0.0.1", 0)
                    .tls(new Tls.Own())
                    .htpasswd(Users.htpasswd(directory))
                    .build())
            .start();
  }

  @AfterAll
  static void stop() throws IOException {
    registry.stop();
  }

  @Override
  String domain() {
    return registry.address().getAuthority();
  }

  @Override
  TransportSettings settings() {
    Path authority = registry.certificateAuthority().orElseThrow();
    return Settings.quick(new TrustSettings(List.of(), List.of(authority), List.of())).build();
  }

  @Override
  CredentialSource credentials() {
    return any -> Optional.of(Users.ALICE);
  }

  @Test
  void anImageOfSha512DigestsIsPulled() throws Exception {
    Reference name = name("transfer/sha512:1");
    Image image = Images.sample(here, name, 31, 2);
    PushResult pushed = push(name, TransferListener.SILENT);
    ImageManifest sent = (ImageManifest) client.manifest(name).parse().value();
    List<Descriptor> layers = new ArrayList<>();
    for (Descriptor layer : sent.layers()) {
      layers.add(again(name, layer));
    }
    byte[] manifest =
        ImageJson.encode(ImageManifest.of(sent.mediaType(), again(name, sent.config()), layers))
            .bytes();
    Descriptor descriptor = Descriptor.of(sent.mediaType(), sha512(manifest), manifest.length);
    Reference byDigest = name.withDigest(descriptor.digest());
    client.putManifest(byDigest, RawManifest.of(descriptor, manifest));
    PullResult pulled = pull(there, byDigest, TransferListener.SILENT);
    assertEquals(descriptor.digest(), pulled.digest());
    assertEquals(Images.diffIds(here, image), Images.diffIds(there, pulled.image()));
    assertEquals("layer 1\n", text(view(there, pulled.image()), "/etc/motd"));
    assertFalse(pull(there, byDigest, TransferListener.SILENT).changed());
    assertNotEquals(pushed.manifest().digest(), pulled.digest());
  }

  /// Uploads a blob once more, under its sha512 digest.
  private Descriptor again(Reference name, Descriptor blob) throws IOException {
    byte[] bytes;
    try (InputStream in = client.blob(name, blob, 0)) {
      bytes = in.readAllBytes();
    }
    Descriptor other = Descriptor.of(blob.mediaType(), sha512(bytes), bytes.length);
    client.upload(name, other, offset -> new ByteArrayInputStream(bytes), sent -> {});
    return other;
  }

  private static Digest sha512(byte[] bytes) {
    var hash = Digest.Algorithm.SHA512.newHash();
    hash.update(bytes);
    return Digest.of(Digest.Algorithm.SHA512, hash);
  }
}
