package dev.jbuild.registry.client.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryClientContract;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.TrustSettings;
import dev.jbuild.registry.fixture.Settings;
import dev.jbuild.registry.fixture.Users;
import dev.jbuild.registry.server.Registry;
import dev.jbuild.registry.server.RegistryConfig;
import dev.jbuild.registry.server.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract against jbuild's own registry with a certificate of its own making and a user.
class OwnRegistryIT extends RegistryClientContract {
  private static Registry registry;
  private static RegistryClient client;
  private static TrustSettings trust;

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
    Path authority = registry.certificateAuthority().orElseThrow();
    trust = new TrustSettings(List.of(), List.of(authority), List.of());
    client =
        HttpRegistryClient.open(Settings.quick(trust).build(), any -> Optional.of(Users.ALICE));
  }

  @AfterAll
  static void stop() throws IOException {
    client.close();
    registry.stop();
  }

  @Override
  protected RegistryClient client() {
    return client;
  }

  @Override
  protected RegistryClient clientInChunks(long size) {
    return HttpRegistryClient.open(
        Settings.quick(trust).uploadChunk(size).build(), any -> Optional.of(Users.ALICE));
  }

  @Override
  protected boolean deletesTags() {
    return true;
  }

  @Override
  protected String domain() {
    return registry.address().getAuthority();
  }

  @Test
  void isNotTrustedWithoutItsAuthority(@TempDir Path empty) {
    try (RegistryClient stranger =
        HttpRegistryClient.open(Settings.quick(empty).build(), CredentialSource.ANONYMOUS)) {
      assertEquals(
          Reason.UNTRUSTED,
          assertThrows(RegistryException.class, () -> stranger.ping(domain())).reason());
    }
  }

  @Test
  void speaksSha512() throws IOException {
    Reference name = Reference.parse(domain() + "/contract/sha512:1");
    byte[] content = "{\"some\":\"content\"}".getBytes(StandardCharsets.UTF_8);
    Descriptor blob = Descriptor.of("application/x-anything", sha512(content), content.length);
    client.upload(name, blob, offset -> new ByteArrayInputStream(content), sent -> {});
    assertTrue(client.exists(name, blob.digest()));
    byte[] manifest =
        ImageJson.encode(ImageManifest.of(MediaTypes.OCI_MANIFEST, blob, List.of())).bytes();
    Descriptor descriptor =
        Descriptor.of(MediaTypes.OCI_MANIFEST, sha512(manifest), manifest.length);
    Reference byDigest = name.withDigest(descriptor.digest());
    client.putManifest(byDigest, RawManifest.of(descriptor, manifest));
    assertEquals(descriptor, client.resolve(byDigest));
    assertArrayEquals(manifest, client.manifest(byDigest).bytes());
    assertEquals(List.of(), client.referrers(byDigest, ""));
    Descriptor byTag = client.putManifest(name, RawManifest.of(descriptor, manifest));
    assertEquals(Digest.sha256(manifest), byTag.digest(), "its own name for the same bytes");
    assertEquals(byTag, client.resolve(name));
    client.delete(name.withDigest(byTag.digest()));
    client.delete(byDigest);
    client.deleteBlob(name, blob.digest());
    assertFalse(client.exists(name, blob.digest()));
  }

  private static Digest sha512(byte[] bytes) {
    var hash = Digest.Algorithm.SHA512.newHash();
    hash.update(bytes);
    return Digest.of(Digest.Algorithm.SHA512, hash);
  }
}
