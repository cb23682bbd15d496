package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jbuild.registry.server.auth.Authenticator;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.FakeRequest;
import dev.jbuild.registry.server.exchange.Handler;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.store.StorageFullException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrontTest {
  private final List<Throwable> reported = new ArrayList<>();

  private Response answer(Authenticator authenticator, Handler handler) {
    return new Front(authenticator, handler, (request, status, cause) -> reported.add(cause))
        .answer(new FakeRequest("GET", "/v2/"));
  }

  @Test
  void answersStorageFullWith507AndReportsIt() {
    IOException cause = new StorageFullException("appending failed", new IOException("ENOSPC"));
    Response response =
        answer(
            Authenticator.OPEN,
            request -> {
              throw cause;
            });
    RouteFixture.assertFault(507, "STORAGE_FULL", response);
    assertSame(cause, reported.getFirst());
  }

  @Test
  void keepsCausesOfServerErrorsFromTheClient() {
    Response response =
        answer(
            Authenticator.OPEN,
            request -> {
              throw new IllegalStateException("secret path /srv/registry");
            });
    RouteFixture.assertFault(500, "UNKNOWN", response);
    assertFalse(RouteFixture.text(response).contains("secret"));
    assertEquals(1, reported.size());
  }

  @Test
  void asksWhoIsThereBeforeAnythingElse() {
    Response response =
        answer(
            request -> {
              throw RegistryFault.of(ErrorCode.UNAUTHORIZED)
                  .withHeader("WWW-Authenticate", "Basic realm=\"x\"");
            },
            request -> {
              throw new AssertionError("reached without authentication");
            });
    RouteFixture.assertFault(401, "UNAUTHORIZED", response);
    assertEquals("Basic realm=\"x\"", response.headers().get("WWW-Authenticate"));
    assertEquals("registry/2.0", response.headers().get("Docker-Distribution-Api-Version"));
    assertEquals(List.of(), reported);
  }
}
