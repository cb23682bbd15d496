package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.registry.server.exchange.Response;
import org.junit.jupiter.api.Test;

class ListCatalogTest extends RouteTest {
  @Test
  void listsRepositoriesInPages() {
    registry.blob("b", "x");
    registry.blob("a/x", "x");
    registry.blob("a-b", "x");
    registry.blob("a", "x");
    assertEquals(
        "{\"repositories\":[\"a\",\"a-b\",\"a/x\",\"b\"]}",
        RouteFixture.text(registry.call("GET", "/v2/_catalog")));
    Response page = registry.call("GET", "/v2/_catalog?n=2&last=a");
    assertEquals("{\"repositories\":[\"a-b\",\"a/x\"]}", RouteFixture.text(page));
    assertEquals("</v2/_catalog?n=2&last=a%2Fx>; rel=\"next\"", page.headers().get("Link"));
  }

  @Test
  void isEmptyAtFirst() {
    assertEquals("{\"repositories\":[]}", RouteFixture.text(registry.call("GET", "/v2/_catalog")));
  }
}
