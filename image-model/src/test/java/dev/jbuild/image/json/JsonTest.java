package dev.jbuild.image.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final String DOCUMENT =
      """
      {"a":"text \\u00e9\\n","b":[1,-2,3.5,true,false,null,[],{}],"c":{"d":{"e":[]}},"f":9007199254740993}\
      """;

  @Test
  void writesWhatDataBindingReadsAsTheSameTree() throws IOException {
    ObjectMapper databind = new ObjectMapper();
    byte[] compact = Json.bytes(Json.parse(DOCUMENT.getBytes(UTF_8)));
    byte[] pretty = Json.pretty(Json.parse(DOCUMENT.getBytes(UTF_8)));
    assertEquals(databind.readTree(DOCUMENT), databind.readTree(compact));
    assertEquals(databind.readTree(DOCUMENT), databind.readTree(pretty));
  }

  @Test
  void indentsAsDockerInspectDoes() {
    String pretty =
        new String(
            Json.pretty(
                List.of(
                    JsonObject.builder()
                        .put("Id", "x")
                        .put("Env", List.of("A=1"))
                        .put("None", List.of())
                        .put("Empty", Map.of())
                        .build())),
            UTF_8);
    assertEquals(
        """
        [
            {
                "Id": "x",
                "Env": [
                    "A=1"
                ],
                "None": [],
                "Empty": {}
            }
        ]\
        """,
        pretty);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "{} x", "{\"a\":1,\"a\":2}", "[1", "nul", "{'a':1}", "1e999x"})
  void refusesMalformedText(String text) {
    String message =
        assertThrows(JsonException.class, () -> Json.parse(text.getBytes(UTF_8))).getMessage();
    assertTrue(message.startsWith("malformed JSON"), message);
  }

  @Test
  void refusesDeepNesting() {
    byte[] bomb = "[".repeat(100_000).getBytes(UTF_8);
    assertThrows(JsonException.class, () -> Json.parse(bomb));
  }

  @Test
  void namesThePathOfAMemberOfTheWrongType() throws JsonException {
    JsonObject json =
        Json.parseObject("{\"layers\":[{\"size\":1},{\"size\":\"big\"}]}".getBytes(UTF_8));
    JsonObject second = json.objects("layers").get(1);
    assertEquals(
        "member 'layers[1].size' is a string, expected an integer",
        assertThrows(JsonException.class, () -> second.integer("size")).getMessage());
    assertEquals(
        "member 'layers[1].digest' is missing",
        assertThrows(JsonException.class, () -> second.requireString("digest")).getMessage());
  }
}
