package dev.jbuild.registry.server.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueryTest {
  @Test
  void decodesEscapesButLeavesPlusAlone() {
    Query query = Query.parse("digest=sha256%3Aab&type=a/b+json&empty&=x&&type=second%C3%A9");
    assertEquals(Optional.of("sha256:ab"), query.first("digest"));
    assertEquals(List.of("a/b+json", "secondé"), query.all("type"));
    assertTrue(query.has("empty"));
    assertEquals(Optional.of(""), query.first("empty"));
    assertFalse(query.has("other"));
  }

  @Test
  void refusesBrokenEscapes() {
    for (String bad : new String[] {"a=%", "a=%4", "a=%zz", "%-1=x"}) {
      assertThrows(IllegalArgumentException.class, () -> Query.parse(bad), bad);
    }
  }
}
