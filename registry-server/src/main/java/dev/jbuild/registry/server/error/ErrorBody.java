package dev.jbuild.registry.server.error;

import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import java.util.List;
import java.util.Map;

/// Writes a fault as the body that the distribution specification gives, section "Error Codes":
/// `{"errors":[{"code":…,"message":…,"detail":…}]}`.
public final class ErrorBody {
  private ErrorBody() {}

  public static byte[] of(RegistryFault fault) {
    List<JsonObject> errors =
        fault.details().isEmpty()
            ? List.of(error(fault, Map.of()))
            : fault.details().stream().map(d -> error(fault, d)).toList();
    return Json.bytes(JsonObject.builder().put("errors", errors).build());
  }

  private static JsonObject error(RegistryFault fault, Map<String, String> detail) {
    return JsonObject.builder()
        .put("code", fault.code().name())
        .put("message", fault.text())
        .putIfPresent("detail", detail)
        .build();
  }
}
