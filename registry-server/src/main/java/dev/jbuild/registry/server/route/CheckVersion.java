package dev.jbuild.registry.server.route;

import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import java.nio.charset.StandardCharsets;

/// end-1: says that this is a registry and that the client may use it.
final class CheckVersion implements Endpoint {
  private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

  @Override
  public Response handle(Request request, Target target) {
    return Response.of(200).json(EMPTY_OBJECT);
  }
}
