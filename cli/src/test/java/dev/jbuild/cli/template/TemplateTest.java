package dev.jbuild.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expected values are those of Go's text/template and docker's functions.
class TemplateTest {
  private static final String DATA =
      """
      {"Id": "sha256:abcdef", "Size": 4270000, "Ratio": 0.5, "On": true, "None": null,
       "RepoTags": ["a:1", "b:2"], "Empty": [],
       "Config": {"Env": ["A=1", "B=2"], "Labels": {"z.y": "one", "a": "two"}, "User": ""},
       "Mounts": [{"Type": "bind", "Source": "/x"}, {"Type": "volume", "Source": "/y"}]}
      """;

  private static Object data() throws JsonException {
    return Json.parseObject(DATA.getBytes(StandardCharsets.UTF_8));
  }

  private static String render(String template) throws Exception {
    return Template.parse(template).render(data());
  }

  private static String rendered(String template, String member, Object value) throws Exception {
    return Template.parse(template)
        .render(JsonObject.builder().put("Name", "n").put(member, value).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "{{.M}} # map[]",
        "{{.M.x}} # <no value>",
        "{{if .M}}yes{{else}}no{{end}} # no",
        "{{range $k, $v := .M}}{{$k}}{{else}}none{{end}} # none",
        "{{len .M}}{{index .M \"x\"}} # 0",
        "{{json .M}} # null",
        "{{println .M}} # map[]"
      })
  void nothingInPlaceOfAMapIsAnEmptyMap(String template, String expected) throws Exception {
    assertEquals(expected, rendered(template, "M", Nil.MAP).strip());
    assertEquals(expected, rendered(template, "M", new Unset(Nil.MAP)).strip());
  }

  @Test
  void nothingPrintsAsWhatItMightHaveBeen() throws Exception {
    assertEquals("[]", rendered("{{.M}}", "M", Nil.LIST));
    assertEquals("", rendered("{{join .M \",\"}}", "M", Nil.LIST));
    assertEquals("<nil>", rendered("{{.M}}", "M", Nil.POINTER));
    assertEquals("<no value>", rendered("{{.M.Test}}", "M", Nil.POINTER));
    assertEquals("true", rendered("{{eq .M \"\"}}", "M", new Unset("")));
    assertEquals("0", rendered("{{.M}}", "M", new Unset(0L)));
  }

  @Test
  void unsetMembersAreNotInJsonNorInLists() throws Exception {
    JsonObject inner = JsonObject.builder().put("A", null).put("B", new Unset("")).build();
    assertEquals("{\"A\":null}", rendered("{{json .M}}", "M", inner));
    assertEquals("{\"Name\":\"n\",\"M\":{\"A\":null}}", rendered("{{json .}}", "M", inner));
    assertEquals("1", rendered("{{len .M}}", "M", inner));
    assertEquals("{\"Name\":\"n\",\"M\":null}", rendered("{{json .}}", "M", Nil.LIST));
    assertEquals("A;", rendered("{{range $k, $v := .M}}{{$k}};{{end}}", "M", inner));
  }

  @Test
  void emptyObjectsInObjectsPrintAsElementsOfSets() throws Exception {
    JsonObject ports = JsonObject.builder().put("80/tcp", JsonObject.builder().build()).build();
    assertEquals("map[80/tcp:{}]", rendered("{{.M}}", "M", ports));
    assertEquals("map[]", rendered("{{.M}}", "M", JsonObject.builder().build()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '~',
      value = {
        "{{.Id}} # sha256:abcdef",
        "{{.ID}} # sha256:abcdef",
        "x{{- /* gone */ -}} y # xy",
        "a {{- .Size -}} b # a4270000b",
        "{{.On}} {{.Ratio}} # true 0.5",
        "{{.RepoTags}} # [a:1 b:2]",
        "{{.Config.Labels}} # map[a:two z.y:one]",
        "{{.None}} # <no value>",
        "{{json .RepoTags}} # [\"a:1\",\"b:2\"]",
        "{{json .Config.Labels}} # {\"z.y\":\"one\",\"a\":\"two\"}",
        "{{json .None}} # null",
        "{{range .RepoTags}}<{{.}}>{{end}} # <a:1><b:2>",
        "{{range $i, $t := .RepoTags}}{{$i}}={{$t}};{{end}} # 0=a:1;1=b:2;",
        "{{range $k, $v := .Config.Labels}}{{$k}}={{$v}};{{end}} # a=two;z.y=one;",
        "{{range .Empty}}x{{else}}none{{end}} # none",
        "{{range .Mounts}}{{if eq .Type \"bind\"}}{{.Source}}{{end}}{{end}} # /x",
        "{{range .Mounts}}{{.Source}}{{break}}{{end}} # /x",
        "{{range .Mounts}}{{if eq .Type \"bind\"}}{{continue}}{{end}}{{.Source}}{{end}} # /y",
        "{{range .Mounts}}{{$.Size}} {{end}}! # 4270000 4270000 !",
        "{{if .Config.User}}user{{else if .On}}on{{else}}off{{end}} # on",
        "{{with .Config.User}}{{.}}{{else}}root{{end}} # root",
        "{{with .Config}}{{index .Env 1}}{{end}} # B=2",
        "{{with $x := .Id}}{{$x}}{{end}} # sha256:abcdef",
        "{{$n := 1}}{{range .RepoTags}}{{$n = 2}}{{end}}{{$n}} # 2",
        "{{index .Config.Labels \"z.y\"}} # one",
        "{{index .Config.Labels \"no\"}}! # !",
        "{{.Config.Labels.no}} # <no value>",
        "{{(index .Mounts 0).Source}} # /x",
        "{{len .RepoTags}} {{len .Id}} {{len .Config.Labels}} # 2 13 2",
        "{{join .RepoTags \", \"}} # a:1, b:2",
        "{{.RepoTags | join \",\"}} # a:1,b:2",
        "{{(split .Id \":\") | len}} # 2",
        "{{index (split .Id \":\") 1}} # abcdef",
        "{{upper .Id}} {{lower \"AB\"}} {{title \"ab cd\"}} # SHA256:ABCDEF ab Ab Cd",
        "{{.Id | upper | truncate 6}} # SHA256",
        "{{truncate .Id 6}}{{pad \"x\" 1 2}}| # sha256 x  |",
        "{{slice .Id 7 10}} # abc",
        "{{printf \"%s|%5d|%-4s|%q|%v\" .Id 42 \"ab\" \"c\\\"d\" .On}} # sha256:abcdef|   42|ab  |\"c\\\"d\"|true",
        "{{printf \"%.3s|%05d|%x|%.2f|%%|%T\" \"abcdef\" 42 255 .Ratio 1}} # abc|00042|ff|0.50|%|int64",
        "{{printf \"%d %s\" \"x\" 1}} # %!d(string=x) %!s(int64=1)",
        "{{printf \"%s\"}}{{printf \"a\" 1}} # %!s(MISSING)a%!(EXTRA 1)",
        "{{print \"a\" 1 2 \"b\"}} # a1 2b",
        "{{and .On .Id}} {{or .None \"x\"}} {{not .On}} # sha256:abcdef x false",
        "{{and .None (index .RepoTags 99)}} # <no value>",
        "{{eq .Size 4270000}} {{ne .Id \"x\"}} {{lt 1 2}} {{ge 1.5 2}} {{eq 1 3 1}} # true true true false true",
        "{{html \"<a>\"}} {{urlquery \"a b\"}} {{js \"it's\"}} # &lt;a&gt; a+b it\\'s",
        "{{`raw \\n`}} {{\"\\u00e9\"}} {{'a'}} {{0x1f}} {{-3}} # raw \\n é 97 31 -3",
        "{{range 3}}{{.}}{{end}} # 012",
      })
  void rendersAsGoDoes(String template, String expected) throws Exception {
    assertEquals(expected, render(template));
  }

  @Test
  void keepsTextAndLinesAsTheyAre() throws Exception {
    assertEquals("", render(""));
    assertEquals("a\n b {}} \t", render("a\n b {}} \t"));
    assertEquals("a:1\nb:2\n", render("{{range .RepoTags}}{{println .}}{{end}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '~',
      value = {
        "{{.Id # column 1: '{{' has no '}}'",
        "{{.Id}} {{.Nope}} # column 11: there is no member 'Nope', but Id, Size",
        "{{.Config.Nope}} # column 10: there is no member 'Nope', but Env, Labels, User",
        "{{.Id.x}} # column 6: '.x' is asked of the text",
        "{{nope .Id}} # column 3: function 'nope' is not known; members begin with a dot, .nope",
        "{{if .On}}x # column 3: {{if}} has no {{end}}",
        "x{{end}} # column 4: there is nothing that this 'end' ends",
        "{{else}} # column 3: there is nothing that this 'else' ends",
        "{{range .Id}}{{end}} # column 9: range can't go through the text",
        "{{index .RepoTags 2}} # column 3: index: index 2 is not within 0 to 1",
        "{{index .RepoTags \"x\"}} # column 3: index: expected a whole number",
        "{{len .Size}} # column 3: len: the number 4270000 has no length",
        "{{len}} # column 3: function 'len' has 0 arguments, expected 1",
        "{{.Id | }} # column 9: unexpected '}}', expected a value or a function",
        "{{}} # column 3: unexpected '}}', expected a value or a function",
        "{{.Id .Size}} # column 3: this is a value, not a function",
        "{{\"a\" \"b\"}} # column 7: a constant takes no arguments",
        "{{$x}} # column 3: variable '$x' is not set",
        "{{$x = 1}} # column 3: variable '$x' is not set",
        "{{break}} # column 3: {{break}} stands outside of {{range}}",
        "{{define \"a\"}}{{end}} # column 3: {{define}} is not supported",
        "{{\"abc}} # column 3: the string has no end",
        "{{eq 1 \"a\"}} # column 3: eq: can't compare the number 1 with the text",
        "{{/* x }} # column 1: the comment has no end",
        "{{ % }} # column 4: unexpected character '%'",
        "{{(.Id}} # column 7: unexpected '}}', expected ')'",
        "{{printf \"%99999d\" 1}} # column 3: printf: width 99999 is not within",
        "{{1x}} # column 3: '1x' is not a number",
      })
  void saysWhatIsWrongAndWhere(String template, String message) {
    TemplateException e = assertThrows(TemplateException.class, () -> render(template));
    assertTrue(e.getMessage().startsWith("template " + message), e.getMessage());
  }

  @Test
  void namesTheLineWhenThereAreSeveral() {
    TemplateException e = assertThrows(TemplateException.class, () -> render("a\nb\n {{.Nope}}"));
    assertTrue(e.getMessage().startsWith("template line 3, column 4: "), e.getMessage());
  }

  @Test
  void isBounded() {
    String deep = "{{if .On}}".repeat(200) + "{{end}}".repeat(200);
    assertThrows(TemplateException.class, () -> render(deep));
    assertThrows(TemplateException.class, () -> render("{{" + "(".repeat(5000)));
    assertThrows(TemplateException.class, () -> render(" ".repeat(70_000)));
    String loops = "{{range 1000}}".repeat(4) + "x" + "{{end}}".repeat(4);
    assertThrows(TemplateException.class, () -> render(loops));
    String grows = "{{$x := \"12345678\"}}{{range 40}}{{$x = print $x $x}}{{end}}";
    assertThrows(TemplateException.class, () -> render(grows));
  }

  @Test
  void callsMembersThatAreFunctions() throws Exception {
    TemplateFunction label = arguments -> "<" + arguments.getFirst() + ">";
    var row = dev.jbuild.image.json.JsonObject.builder().put("Label", label).put("ID", 1L).build();
    assertEquals("<a>", Template.parse("{{.Label \"a\"}}").render(row));
    assertEquals("<a>", Template.parse("{{\"a\" | .Label}}").render(row));
    assertEquals("{\"ID\":1}", Template.parse("{{json .}}").render(row));
  }

  @Test
  void headingsAreNotShaped() throws Exception {
    var headings = java.util.Map.of("Names", "NAMES");
    Template template = Template.parse("{{lower .Names}}\t{{truncate .Names 2}}");
    assertEquals("NAMES\tNAMES", template.renderHeadings(headings));
  }
}
