package dev.jbuild.dockerfile.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.Severity;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.ignore.IgnorePatterns;
import dev.jbuild.dockerfile.plan.BaseImage;
import dev.jbuild.dockerfile.plan.ConfigState;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.PlanOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Holds `docs/lint.md` to what it says: each rule is there, its bad example raises it and its good
/// example nothing.
class LintPageTest {

  private record Section(String prose, String ignore, List<String> examples) {}

  private static Map<String, Section> sections() throws IOException {
    Path page =
        Stream.of(Path.of("docs/lint.md"), Path.of("../docs/lint.md"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    Map<String, Section> sections = new LinkedHashMap<>();
    for (String part : Files.readString(page).split("\n### ")) {
      String name = part.lines().findFirst().orElse("");
      List<String> examples = new ArrayList<>();
      String ignore = "";
      String[] blocks = part.split("```");
      for (int i = 1; i < blocks.length; i += 2) {
        if (blocks[i].startsWith("dockerfile\n")) {
          examples.add(blocks[i].substring("dockerfile\n".length()));
        } else if (blocks[i].startsWith("ignore\n")) {
          ignore = blocks[i].substring("ignore\n".length());
        }
      }
      sections.put(name, new Section(blocks[0].replace('\n', ' '), ignore, examples));
    }
    return sections;
  }

  private static List<Diagnostic> check(String text, String ignore) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    PlanOptions options =
        new PlanOptions(
            null,
            Map.of(),
            "linux/amd64",
            "linux/amd64",
            Map.of(),
            Map.of(),
            Operation.Network.DEFAULT,
            "",
            IgnorePatterns.parse(ignore.getBytes(StandardCharsets.UTF_8)));
    LintReport report =
        Linter.checkAll(
            SyntaxTree.parse(SourceFile.of("Dockerfile", bytes)),
            options,
            (name, platform, where) ->
                new BaseImage(
                    name,
                    ConfigState.empty(),
                    name.contains("winapp") ? "windows/amd64" : "linux/amd64",
                    true),
            Severity.INFO);
    return report.warnings();
  }

  @Test
  void pageHasAllRulesInOrder() throws IOException {
    List<String> names = new ArrayList<>(sections().keySet());
    names.removeFirst();
    assertEquals(Arrays.stream(Rule.values()).map(Rule::id).toList(), names);
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void badExampleRaisesItsRuleAndGoodOneNothing(Rule rule) throws Exception {
    Section section = sections().get(rule.id());
    String severity = "Severity: " + rule.level().name().toLowerCase(Locale.ROOT) + ".";
    assertTrue(section.prose.contains(severity), section.prose);
    assertEquals(2, section.examples.size(), rule.id());
    List<String> bad =
        check(section.examples.get(0), section.ignore).stream().map(Diagnostic::rule).toList();
    assertTrue(bad.contains(rule.id()), bad.toString());
    List<Diagnostic> good = check(section.examples.get(1), section.ignore);
    assertFalse(good.stream().anyMatch(d -> d.rule().equals(rule.id())), good.toString());
    assertEquals(
        List.of(), good.stream().filter(d -> d.severity().reaches(Severity.WARNING)).toList());
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void everyRuleCanBeSkipped(Rule rule) throws Exception {
    Section section = sections().get(rule.id());
    String text = section.examples.get(0);
    if (!rule.experimental()) {
      List<Diagnostic> left = check("# check=skip=" + rule.id() + "\n" + text, section.ignore);
      assertFalse(left.stream().anyMatch(d -> d.rule().equals(rule.id())), left.toString());
    }
  }

  @Test
  void secretIsNotShownAgain() throws Exception {
    Section section = sections().get(Rule.SECRET_IN_FILE.id());
    Diagnostic found = check(section.examples.getFirst(), "").getFirst();
    assertFalse(found.render().contains("AKIAQ3"), found.render());
    assertTrue(found.excerpt().contains("****"), found.excerpt());
  }

  @Test
  void urlsAreThoseOfBuildKit() {
    assertEquals(
        "https://docs.docker.com/go/dockerfile/rule/json-args-recommended/",
        Rule.JSON_ARGS_RECOMMENDED.url());
    assertEquals(
        "https://docs.docker.com/go/dockerfile/rule/secrets-used-in-arg-or-env/",
        Rule.SECRETS_USED_IN_ARG_OR_ENV.url());
    assertEquals("", Rule.APT_ASKS.url());
  }
}
