package dev.jbuild.image.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
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
      strings = {
        "",
        " ",
        "{",
        "{} x",
        "{\"a\":1,\"a\":2}",
        "[1",
        "nul",
        "{'a':1}",
        "1e999x",
        "[1,]",
        "{\"a\":1,}",
        "{,}",
        "[,1]",
        "[1 2]",
        "{\"a\" 1}",
        "{\"a\":}",
        "{1:2}",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "-x",
        "9223372036854775808",
        "NaN",
        "True",
        "nullx",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "\"\n\"",
        "\"\u0000\"",
        "\"\\",
        "/* c */ 1",
        "]",
        "}",
        ":",
        "1,",
        "[1}",
        "{\"a\":1]",
        "\u00a01"
      })
  void refusesMalformedText(String text) {
    String message =
        assertThrows(JsonException.class, () -> Json.parse(text.getBytes(UTF_8))).getMessage();
    assertTrue(message.startsWith("malformed JSON"), message);
  }

  @Test
  void saysWhereItIsMalformed() {
    assertEquals(
        "malformed JSON: expected ',' or '}', found '\"' (line 3, column 1)",
        assertThrows(JsonException.class, () -> parse("{\n\"a\": 1\n\"b\": 2}")).getMessage());
    assertEquals(
        "malformed JSON: member 'a' is there twice (line 1, column 8)",
        assertThrows(JsonException.class, () -> parse("{\"a\":1,\"a\":2}")).getMessage());
    assertEquals(
        "malformed JSON: expected a value, found the end (line 1, column 2)",
        assertThrows(JsonException.class, () -> parse("[")).getMessage());
  }

  @Test
  void readsAllItWritesAndTheSameAsDataBinding() throws IOException {
    ObjectMapper databind =
        JsonMapper.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();
    Random random = new Random(11);
    for (int i = 0; i < 3000; i++) {
      Object tree = tree(random, 0);
      byte[] bytes = random.nextBoolean() ? Json.bytes(tree) : Json.pretty(tree);
      assertEquals(tree, Json.parse(bytes));
      byte[] theirs = databind.writeValueAsBytes(databind.readTree(bytes));
      assertEquals(tree, Json.parse(theirs));
      assertEquals(new String(theirs, UTF_8), new String(Json.bytes(tree), UTF_8));
    }
  }

  private static @Nullable Object tree(Random random, int depth) {
    return switch (random.nextInt(depth > 4 ? 6 : 8)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong() >> random.nextInt(64);
      case 3 -> (double) random.nextInt(1_000_000) / 1024;
      case 4, 5 -> text(random);
      case 6 -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
          list.add(tree(random, depth + 1));
        }
        yield list;
      }
      default -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (int n = random.nextInt(4); n > 0; n--) {
          members.put(text(random), tree(random, depth + 1));
        }
        yield new JsonObject(members);
      }
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(8); n > 0; n--) {
      int most = List.of(0x20, 0x80, 0x800, 0xD800, 0x110000).get(random.nextInt(5));
      int c = random.nextInt(most);
      text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? 0x20AC : c);
    }
    return text.toString();
  }

  @Test
  void readsEscapesAndKeepsHalvesOfPairs() throws JsonException {
    String escaped = "\"\\ud83d\\ude00 \\ud83d \\ude00\\/\\b\\f\\n\\r\\t\\u00e9\\\"\\\\\"";
    String read = "\ud83d\ude00 \ud83d \ude00/\b\f\n\r\t\u00e9\"\\";
    assertEquals(read, parse(escaped));
    assertEquals(read, Json.parse(Json.bytes(read)));
    assertTrue(new String(Json.bytes(read), UTF_8).contains("\\uD83D \\uDE00"));
  }

  @Test
  void readsNumbersAtTheirBounds() throws JsonException {
    assertEquals(Long.MAX_VALUE, parse("9223372036854775807"));
    assertEquals(Long.MIN_VALUE, parse("-9223372036854775808"));
    assertEquals(0L, parse("-0"));
    assertEquals(-0.5e3, parse("-0.5E+3"));
    assertThrows(JsonException.class, () -> parse("1".repeat(101)));
    assertThrows(JsonException.class, () -> parse("0." + "1".repeat(101)));
  }

  @Test
  void skipsBlanksAndAByteOrderMark() throws JsonException {
    assertEquals(List.of(1L, 2L), parse("\ufeff \t\r\n[ 1 ,\n2\t] \n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "c0af",
        "c280c2",
        "e08080",
        "eda080",
        "f0808080",
        "f4908080",
        "f8888080",
        "c2",
        "e282",
        "ff"
      })
  void refusesWhatIsNotUtf8(String hex) {
    byte[] inside = HexFormat.of().parseHex("22" + hex + "22");
    assertThrows(JsonException.class, () -> Json.parse(inside));
    assertThrows(JsonException.class, () -> Json.parse(HexFormat.of().parseHex("22" + hex)));
  }

  @Test
  void refusesEveryTruncation() throws JsonException {
    byte[] whole = DOCUMENT.getBytes(UTF_8);
    Json.parse(whole);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThrows(JsonException.class, () -> Json.parse(part));
    }
  }

  private static @Nullable Object parse(String text) throws JsonException {
    return Json.parse(text.getBytes(UTF_8));
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
