package dev.jbuild.registry.server.route;

import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Handler;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// Hands a request to the endpoint of its resource and method. HEAD is answered like GET where
/// there is no endpoint of its own; the listener leaves the body out.
final class Router implements Handler {
  private final Map<Resource, Map<String, Endpoint>> endpoints = new EnumMap<>(Resource.class);

  Router on(String method, Resource resource, Endpoint endpoint) {
    endpoints.computeIfAbsent(resource, r -> new TreeMap<>()).put(method, endpoint);
    return this;
  }

  @Override
  public Response handle(Request request) throws RegistryFault, IOException {
    Target target = Target.parse(request.path());
    Map<String, Endpoint> methods = endpoints.getOrDefault(target.resource(), Map.of());
    String method = request.method();
    Endpoint endpoint = methods.get(method);
    if (endpoint == null && method.equals("HEAD")) {
      endpoint = methods.get("GET");
    }
    if (endpoint == null) {
      throw RegistryFault.of(
              ErrorCode.UNSUPPORTED,
              "method %s is not supported on %s".formatted(method, request.path()))
          .withHeader("Allow", String.join(", ", methods.keySet()));
    }
    return endpoint.handle(request, target);
  }
}
