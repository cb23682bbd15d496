package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.jbuild.registry.server.exchange.Response;
import org.junit.jupiter.api.Test;

class ListTagsTest extends RouteTest {
  private void push(String... tags) {
    for (String tag : tags) {
      registry.image("a/b", tag, "layer");
    }
  }

  @Test
  void listsInAsciiOrder() {
    push("b", "a", "B", "10", "9", "_x");
    Response response = registry.call("GET", "/v2/a/b/tags/list");
    assertEquals(200, response.status());
    assertEquals(
        "{\"name\":\"a/b\",\"tags\":[\"10\",\"9\",\"B\",\"_x\",\"a\",\"b\"]}",
        RouteFixture.text(response));
    assertFalse(response.headers().containsKey("Link"));
  }

  @Test
  void pagesWithALinkToTheNext() {
    push("t1", "t2", "t3", "t4", "t5");
    String next = "/v2/a/b/tags/list?n=2";
    StringBuilder seen = new StringBuilder();
    while (!next.isEmpty()) {
      Response response = registry.call("GET", next);
      seen.append(RouteFixture.text(response).replaceAll(".*\\[|\\].*", "")).append(';');
      String link = response.headers().getOrDefault("Link", "");
      next = link.replaceAll("^<(.*)>; rel=\"next\"$", "$1");
    }
    assertEquals("\"t1\",\"t2\";\"t3\",\"t4\";\"t5\";", seen.toString());
  }

  @Test
  void givesNoLinkWhenAPageEndsExactlyAtTheLastTag() {
    push("t1", "t2");
    assertFalse(registry.call("GET", "/v2/a/b/tags/list?n=2").headers().containsKey("Link"));
  }

  @Test
  void startsAfterATagThatNeedNotExist() {
    push("t1", "t3");
    assertEquals(
        "{\"name\":\"a/b\",\"tags\":[\"t3\"]}",
        RouteFixture.text(registry.call("GET", "/v2/a/b/tags/list?last=t2")));
  }

  @Test
  void givesNothingAndNoLinkForZero() {
    push("t1");
    Response response = registry.call("GET", "/v2/a/b/tags/list?n=0");
    assertEquals("{\"name\":\"a/b\",\"tags\":[]}", RouteFixture.text(response));
    assertFalse(response.headers().containsKey("Link"));
  }

  @Test
  void refusesNumbersThatAreNone() {
    push("t1");
    for (String n : new String[] {"-1", "x", "", "1.5"}) {
      RouteFixture.assertFault(
          400, "PAGINATION_NUMBER_INVALID", registry.call("GET", "/v2/a/b/tags/list?n=" + n));
    }
    assertEquals(200, registry.call("GET", "/v2/a/b/tags/list?n=99999999999999999999").status());
  }

  @Test
  void knowsNoTagsOfUnknownRepositories() {
    RouteFixture.assertFault(404, "NAME_UNKNOWN", registry.call("GET", "/v2/x/tags/list"));
  }
}
