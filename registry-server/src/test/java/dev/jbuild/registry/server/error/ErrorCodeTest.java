package dev.jbuild.registry.server.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
  @Test
  void hasTheTableOfTheSpecification() {
    List<String> specified =
        Arrays.stream(ErrorCode.values())
            .filter(ErrorCode::specified)
            .map(c -> c.name() + " " + c.message() + " " + c.status())
            .toList();
    assertEquals(
        """
        BLOB_UNKNOWN blob unknown to registry 404
        BLOB_UPLOAD_INVALID blob upload invalid 400
        BLOB_UPLOAD_UNKNOWN blob upload unknown to registry 404
        DIGEST_INVALID provided digest did not match uploaded content 400
        MANIFEST_BLOB_UNKNOWN manifest references a manifest or blob unknown to registry 404
        MANIFEST_INVALID manifest invalid 400
        MANIFEST_UNKNOWN manifest unknown to registry 404
        NAME_INVALID invalid repository name 400
        NAME_UNKNOWN repository name not known to registry 404
        SIZE_INVALID provided length did not match content length 400
        UNAUTHORIZED authentication required 401
        DENIED requested access to the resource is denied 403
        UNSUPPORTED the operation is unsupported 405
        TOOMANYREQUESTS too many requests 429
        """
            .lines()
            .toList(),
        specified);
  }

  @Test
  void keepsCodesToUpperCaseLettersAndUnderscores() {
    for (ErrorCode code : ErrorCode.values()) {
      assertTrue(code.name().matches("[A-Z_]+"), code.name());
      assertTrue(code.status() >= 400 && code.status() < 600, code.name());
    }
  }

  @Test
  void writesOneErrorForEachDetail() {
    RegistryFault fault =
        RegistryFault.of(ErrorCode.BLOB_UNKNOWN)
            .withDetails(List.of(Map.of("digest", "a"), Map.of("digest", "b")));
    assertEquals(
        "{\"errors\":["
            + "{\"code\":\"BLOB_UNKNOWN\",\"message\":\"blob unknown to registry\",\"detail\":{\"digest\":\"a\"}},"
            + "{\"code\":\"BLOB_UNKNOWN\",\"message\":\"blob unknown to registry\",\"detail\":{\"digest\":\"b\"}}]}",
        new String(ErrorBody.of(fault), StandardCharsets.UTF_8));
  }

  @Test
  void writesOneErrorWithoutDetail() {
    assertEquals(
        "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no \\\"entry\\\"\"}]}",
        new String(
            ErrorBody.of(RegistryFault.of(ErrorCode.DENIED, "no \"entry\"")),
            StandardCharsets.UTF_8));
  }
}
