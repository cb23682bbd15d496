package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "/v2/a/manifests/latest, MANIFEST, a, latest",
    "/v2/a/b/c/manifests/v1, MANIFEST, a/b/c, v1",
    "/v2/manifests/manifests/manifests, MANIFEST, manifests, manifests",
    "/v2/tags/list/tags/list, TAGS, tags/list, ''",
    "/v2/a/blobs/uploads/, UPLOADS, a, ''",
    "/v2/a/blobs/uploads, UPLOADS, a, ''",
    "/v2/a/blobs/uploads/x, UPLOAD, a, x",
    "/v2/blobs/uploads/blobs/uploads/x, UPLOAD, blobs/uploads, x",
    "/v2/a/blobs/sha256%3Aab, BLOB, a, sha256:ab",
    "/v2/a/referrers/sha256:ab, REFERRERS, a, sha256:ab",
  })
  void readsNameFromTheFrontAndKindFromTheEnd(
      String path, Resource resource, String name, String reference) throws RegistryFault {
    Target target = Target.parse(path);
    assertEquals(resource, target.resource());
    assertEquals(name, target.repository().value());
    assertEquals(reference, target.reference());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/v1/", "/v2/a", "/v2/a/b", "/v2/a/tags/other", "/v2/a/uploads/x", "", "*"})
  void knowsNoOtherPaths(String path) {
    RegistryFault fault = assertThrows(RegistryFault.class, () -> Target.parse(path));
    assertEquals(ErrorCode.ROUTE_UNKNOWN, fault.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/../manifests/x",
        "/v2/a/../../etc/manifests/x",
        "/v2/%2e%2e/manifests/x",
        "/v2/a%2f..%2fb/tags/list",
        "/v2/A/tags/list",
        "/v2//tags/list",
        "/v2/a%00/tags/list",
        "/v2/a+b/tags/list",
      })
  void refusesNamesOutsideTheGrammar(String path) {
    RegistryFault fault = assertThrows(RegistryFault.class, () -> Target.parse(path));
    assertEquals(ErrorCode.NAME_INVALID, fault.code());
  }

  @Test
  void refusesTraversalInReferences() throws RegistryFault {
    assertThrows(RegistryFault.class, () -> Target.parse("/v2/a/manifests/%2e%2e").tag());
    assertThrows(RegistryFault.class, () -> Target.parse("/v2/a/blobs/sha256:..").digest());
    assertThrows(RegistryFault.class, () -> Target.parse("/v2/a/blobs/uploads/..").upload());
    assertTrue(Target.parse("/v2/a/manifests/sha256%3Ax").byDigest());
  }
}
