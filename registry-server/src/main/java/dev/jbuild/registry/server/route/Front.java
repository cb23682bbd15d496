package dev.jbuild.registry.server.route;

import dev.jbuild.registry.server.auth.Authenticator;
import dev.jbuild.registry.server.error.ErrorBody;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.ClientGoneException;
import dev.jbuild.registry.server.exchange.Handler;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.store.StorageFullException;
import java.io.IOException;
import java.util.Map;

/// What every request passes first: it asks who is there, and answers with an error body when
/// something goes wrong. Never throws.
public final class Front {
  /// Hears of requests that failed for a reason on the server's side.
  @FunctionalInterface
  public interface Reports {
    void failed(Request request, int status, Throwable cause);
  }

  private final Authenticator authenticator;
  private final Handler routes;
  private final Reports reports;

  public Front(Authenticator authenticator, Handler routes, Reports reports) {
    this.authenticator = authenticator;
    this.routes = routes;
    this.reports = reports;
  }

  public Response answer(Request request) {
    return respond(request).with("Docker-Distribution-Api-Version", "registry/2.0");
  }

  // the edge of the server: whatever was not foreseen ends here and nowhere else
  private Response respond(Request request) {
    try {
      authenticator.authenticate(request);
      return routes.handle(request);
    } catch (RegistryFault e) {
      return error(e);
    } catch (ClientGoneException e) {
      return error(RegistryFault.of(ErrorCode.REQUEST_INVALID, String.valueOf(e.getMessage())));
    } catch (StorageFullException e) {
      return failed(request, RegistryFault.of(ErrorCode.STORAGE_FULL), e);
    } catch (IOException | RuntimeException e) {
      return failed(request, RegistryFault.of(ErrorCode.UNKNOWN), e);
    }
  }

  private Response failed(Request request, RegistryFault fault, Throwable cause) {
    reports.failed(request, fault.status(), cause);
    return error(fault);
  }

  /// The answer that tells a client of a fault.
  public static Response error(RegistryFault fault) {
    Response response = Response.of(fault.status());
    for (Map.Entry<String, String> header : fault.headers().entrySet()) {
      response = response.with(header.getKey(), header.getValue());
    }
    return response.json(ErrorBody.of(fault));
  }
}
