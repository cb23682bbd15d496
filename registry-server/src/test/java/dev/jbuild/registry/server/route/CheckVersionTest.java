package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.registry.server.exchange.Response;
import org.junit.jupiter.api.Test;

class CheckVersionTest extends RouteTest {
  @Test
  void saysThatItIsARegistry() {
    Response response = registry.call("GET", "/v2/");
    assertEquals(200, response.status());
    assertEquals("registry/2.0", response.headers().get("Docker-Distribution-Api-Version"));
    assertEquals("{}", RouteFixture.text(response));
  }

  @Test
  void refusesOtherMethodsAndNamesTheAllowedOnes() {
    Response response = registry.call("POST", "/v2/");
    RouteFixture.assertFault(405, "UNSUPPORTED", response);
    assertEquals("GET", response.headers().get("Allow"));
  }
}
