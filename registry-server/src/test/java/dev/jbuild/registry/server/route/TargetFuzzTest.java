package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jbuild.registry.server.error.RegistryFault;

/// Paths from anybody: whatever passes the grammar is safe as a file name.
class TargetFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void pathsGiveSafeNamesOrFaults(FuzzedDataProvider data) {
    String path = "/v2/" + data.consumeRemainingAsString();
    try {
      Target target = Target.parse(path);
      if (target.repositoryOrNull() != null) {
        assertSafe(target.repository().value().replace('/', '+'));
      }
      switch (target.resource()) {
        case MANIFEST -> assertSafe(target.byDigest() ? target.digest().hex() : target.tag() + "");
        case BLOB, REFERRERS -> assertSafe(target.digest().hex());
        case UPLOAD -> assertSafe(target.upload().toString());
        case BASE, CATALOG, TAGS, UPLOADS -> assertTrue(target.reference().isEmpty());
      }
    } catch (RegistryFault e) {
      assertTrue(e.status() >= 400 && e.status() < 500, e.text());
    }
  }

  private static void assertSafe(String name) {
    assertTrue(name.length() <= 255, name);
    assertFalse(name.isEmpty() || name.startsWith("."), name);
    assertTrue(name.chars().allMatch(c -> c > ' ' && c < 127 && c != '/' && c != '\\'), name);
  }
}
