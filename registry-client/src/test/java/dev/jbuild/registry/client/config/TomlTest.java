package dev.jbuild.registry.client.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertEquals("12_000", document.get("number"));
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
    assertEquals(Map.of("sub", Map.of("key", "-1.5")), document.get("table"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a = | line 1: expected a value in quotes, true, false, a number, '[' or '{'",
        "a = \"x | line 1: a string is not closed",
        "a = 1 b = 2 | line 1: expected the end of the line",
        "a | line 1: expected '='",
        "= 1 | line 1: expected a name",
        "a = 2024-01-01 | line 1: expected a value in quotes, true, false, a number, '[' or '{'",
        "a = \"\"\"x\"\"\" | line 1: strings of several lines are not supported here",
        "a = \"\\q\" | line 1: '\\q' is not an escape",
        "a = [1 2] | line 1: expected ',' or ']' in an array",
        "[a | line 1: expected ']'",
        "[[a] | line 1: expected ']]'",
      })
  void namesTheLineAndWhatIsWrong(String text, String message) {
    IOException e = assertThrows(IOException.class, () -> Toml.parse(text));
    assertEquals(message, e.getMessage());
  }

  @Test
  void countsLinesAndFindsContradictions() {
    assertEquals(
        "line 2: 'a' is given twice",
        assertThrows(IOException.class, () -> Toml.parse("a = 1\na = 2")).getMessage());
    assertEquals(
        "line 3: 'a' is not an array of tables",
        assertThrows(IOException.class, () -> Toml.parse("a = 1\n\n[[a]]")).getMessage());
    assertEquals(
        "line 2: 'a' is not a table",
        assertThrows(IOException.class, () -> Toml.parse("a = 1\n[a.b]")).getMessage());
    assertEquals(
        "line 1: values are nested too deep",
        assertThrows(IOException.class, () -> Toml.parse("a = " + "[".repeat(10_000)))
            .getMessage());
  }
}
