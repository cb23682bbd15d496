package dev.jbuild.registry.server.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;

/// Manifests from anybody are read or refused as invalid, nothing else.
class ManifestReaderFuzzTest {
  private static final String[] TYPES = {
    "",
    MediaTypes.OCI_MANIFEST,
    MediaTypes.OCI_INDEX,
    MediaTypes.DOCKER_MANIFEST,
    MediaTypes.DOCKER_MANIFEST_LIST + "; charset=utf-8"
  };

  @FuzzTest(maxDuration = "20s")
  void manifestsAreReadOrRefused(FuzzedDataProvider data) {
    String type = data.pickValue(TYPES);
    byte[] bytes = data.consumeRemainingAsBytes();
    Digest digest = Digest.sha256(bytes);
    try {
      ManifestReader.Checked checked = ManifestReader.read(bytes, type, digest);
      assertEquals(digest, checked.manifest().digest());
      assertEquals(bytes.length, checked.manifest().descriptor().size());
    } catch (RegistryFault e) {
      assertEquals(ErrorCode.MANIFEST_INVALID, e.code());
      assertTrue(e.text().length() > 10, e.text());
    }
  }
}
