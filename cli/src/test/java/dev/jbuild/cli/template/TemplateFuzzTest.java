package dev.jbuild.cli.template;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import java.nio.charset.StandardCharsets;

/// Whatever a template says, it is rendered or refused with a message of its own, soon and within
/// bounds.
class TemplateFuzzTest {
  private static final String DATA =
      """
      {"Id": "sha256:abc", "Size": 12345678901, "Ratio": 1.5, "Flag": true, "None": null,
       "RepoTags": ["a:1", "b:2"], "Config": {"Env": ["A=b"], "Labels": {"x.y": "z", "n": 7}},
       "Layers": [{"Digest": "d1", "Size": 1}, {"Digest": "d2", "Size": 2}]}
      """;
  private static final String[] PIECES = {
    "{{",
    "}}",
    "{{-",
    "-}}",
    " ",
    ".",
    ".Id",
    ".RepoTags",
    ".Config.Labels",
    "$",
    "$x",
    ":=",
    "=",
    "range ",
    "if ",
    "else",
    "with ",
    "end",
    "break",
    "continue",
    "index ",
    "slice ",
    "printf ",
    "print ",
    "println ",
    "html ",
    "js ",
    "urlquery ",
    "len ",
    "and ",
    "or ",
    "not ",
    "eq ",
    "lt ",
    "json ",
    "join ",
    "split ",
    "lower ",
    "upper ",
    "title ",
    "pad ",
    "truncate ",
    "|",
    "(",
    ")",
    "\"%s\"",
    "\"%d %v %+q %x\"",
    "\"%1000000d\"",
    "`raw`",
    "'c'",
    "0",
    "1",
    "-1",
    "1e9",
    "0x7f",
    "2147483648",
    "true",
    "nil",
    ",",
    "/* c */",
    "\n",
    "{{range .Layers}}{{.Size}}{{end}}"
  };

  private final JsonObject data;

  TemplateFuzzTest() throws JsonException {
    data = Json.parseObject(DATA.getBytes(StandardCharsets.UTF_8));
  }

  private void renders(String text) {
    try {
      String rendered = Template.parse(text).render(data);
      assertTrue(rendered.length() <= 64 << 20, "the output is bounded");
    } catch (TemplateException refused) {
      assertTrue(!String.valueOf(refused.getMessage()).isEmpty());
    }
  }

  @FuzzTest(maxDuration = "25s")
  void rendersOrRefusesAnyText(FuzzedDataProvider data) {
    renders(data.consumeRemainingAsString());
  }

  @FuzzTest(maxDuration = "25s")
  void rendersOrRefusesAnyOrderOfWords(FuzzedDataProvider data) {
    StringBuilder text = new StringBuilder();
    while (data.remainingBytes() > 0 && text.length() < 2000) {
      text.append(data.pickValue(PIECES));
    }
    renders(text.toString());
  }
}
