package dev.jbuild.registry.client.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomlTest {
  @Test
  void readsTablesArraysOfTablesAndAllKindsOfValues() throws IOException {
    Map<String, Object> document =
        Toml.parse(
            """
            # a comment
            list = ["a", 'b\\n', # one more
              "c\\t\\u00e9",
            ]
            number = 12_000
            a.b."c d" = true
            inline = { x = "1", y = [ false ] }

            [[registry]]
            location = "one"   # behind a value
            [[registry.mirror]]
            location = "m1"
            [[registry.mirror]]
            location = "m2"
            [[registry]]
            location = "two"
            [table.sub]
            key = -1.5
            """);
    assertEquals(List.of("a", "b\\n", "c\té"), document.get("list"));
    assertEquals(12_000, document.get("number"));
    assertEquals(Map.of("b", Map.of("c d", true)), document.get("a"));
    assertEquals(Map.of("x", "1", "y", List.of(false)), document.get("inline"));
    assertEquals(
        List.of(
            Map.of(
                "location",
                "one",
                "mirror",
                List.of(Map.of("location", "m1"), Map.of("location", "m2"))),
            Map.of("location", "two")),
        document.get("registry"));
    assertEquals("{sub={key=-1.5}}", String.valueOf(document.get("table")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a =",
        "a = \"x",
        "a = 1 b = 2",
        "a",
        "= 1",
        "a = [1 2]",
        "[a",
        "[[a]",
        "a = 1\na = 2",
        "a = 1\n\n[[a]]",
        "a = 1\n[a.b]",
      })
  void namesALineThatCannotBeRead(String text) {
    IOException e = assertThrows(IOException.class, () -> Toml.parse(text));
    assertTrue(String.valueOf(e.getMessage()).startsWith("line "), e.getMessage());
  }

  @Test
  void refusesDeepNesting() {
    assertThrows(IOException.class, () -> Toml.parse("a = " + "[".repeat(10_000)));
  }
}
