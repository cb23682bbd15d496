package dev.jbuild.dockerfile.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What BuildKit says of inputs that the corpora do not have; each verdict was read from its code
/// or seen when it ran.
class EmitterTest {

  private static Map<?, ?> emit(Facet facet, String... lines) throws IOException {
    byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    String line = new Emitter(StubWorld.options(), new StubWorld()).emit(facet, "f", text);
    return (Map<?, ?>) Objects.requireNonNull(new JsonReader(line).read());
  }

  private static Object at(Object value, Object... path) {
    Object found = value;
    for (Object step : path) {
      found =
          step instanceof Integer index
              ? ((List<?>) found).get(index)
              : ((Map<?, ?>) found).get(step);
      if (found == null) {
        throw new AssertionError("no " + step + " in " + value);
      }
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource({
    "<<EOF, true",
    "<<\\EOF, true",
    "<<'EOF', false",
    "<<E\"O\"F, false",
    "<< EOF, true",
    "<<-EOF, true",
    "3<<EOF, true"
  })
  void onlyQuotesInTheNameOfAHeredocSwitchExpansionOff(String word, boolean expand)
      throws IOException {
    Object nodes = at(emit(Facet.PARSE, "FROM a", "RUN cat " + word, "x", "EOF"), "parse", "nodes");
    assertEquals(expand, at(nodes, 1, "heredocs", 0, "expand"));
    assertEquals("EOF", at(nodes, 1, "heredocs", 0, "name"));
  }

  @ParameterizedTest
  @CsvSource({"<<- EOF", "<<<EOF", "\\<<EOF", "<", "cat<<EOF"})
  void whatLooksLikeAHeredocAndIsNone(String word) throws IOException {
    Map<?, ?> found = emit(Facet.PARSE, "FROM a", "RUN cat " + word, "RUN x");
    assertEquals(3, ((List<?>) at(found, "parse", "nodes")).size());
  }

  @Test
  void warningsFailNoImageAndNoGraphButTheChecks() throws IOException {
    String[] file = {"# check=error=true", "FROM a", "ENV X=$NOT_SET"};
    assertEquals(true, emit(Facet.IMAGE, file).get("ok"));
    assertTrue(emit(Facet.GRAPH, file).get("llb") instanceof List<?>);
    assertEquals(
        "lint violation found for rules: UndefinedVar",
        at(emit(Facet.LINT, file), "lint", "error"));
  }

  @Test
  void warningsComeInTheOrderInWhichTheyAreRaised() throws IOException {
    Map<?, ?> found = emit(Facet.LINT, "FROM a", "MAINTAINER x", "ENV a b", "FROM c as d");
    List<?> warnings = (List<?>) at(found, "lint", "warnings");
    assertEquals(
        List.of("MaintainerDeprecated", "FromAsCasing", "LegacyKeyValueFormat"),
        warnings.stream().map(w -> at(w, "rule")).toList());
  }

  @Test
  void theTypeOfAHealthcheckEndsAtBlanksOfAsciiAlone() throws IOException {
    Map<?, ?> found = emit(Facet.TYPED, "FROM a", "HEALTHCHECK CMD\u00a0x y");
    assertEquals(false, at(found, "typed", "ok"));
    assertEquals(List.of(2L, 2L), at(found, "typed", "at"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/r.git,                        git://h/r.git,                https://h/r.git",
    "https://h/r.git#v1:docs,                git://h/r.git#v1:docs,        https://h/r.git",
    "https://h/r.git?branch=main,            git://h/r.git#refs/heads/main, https://h/r.git",
    "https://h/r.git?tag=v1&subdir=docs,     git://h/r.git#refs/tags/v1:docs, https://h/r.git",
    "https://h/r.git?ref=v1,                 git://h/r.git#v1,             https://h/r.git",
    "https://h/r.git?subdir=a%2Fb,           git://h/r.git#:a/b,           https://h/r.git"
  })
  void gitRepositoriesMayHaveAQuery(String source, String identifier, String url)
      throws IOException {
    Object nodes = at(emit(Facet.GRAPH, "FROM scratch", "ADD " + source + " /x"), "llb");
    assertEquals(identifier, at(nodes, 0, "source", "identifier"));
    assertEquals(url, at(nodes, 0, "source", "attrs", "git.fullurl"));
  }

  @Test
  void aQueryOfAGitRepositoryHasSwitches() throws IOException {
    String source = "https://h/r.git?commit=abc&keep-git-dir&submodules=false";
    Object nodes = at(emit(Facet.GRAPH, "FROM scratch", "ADD " + source + " /x"), "llb");
    assertEquals("git://h/r.git#abc", at(nodes, 0, "source", "identifier"));
    Object attributes = at(nodes, 0, "source", "attrs");
    assertEquals("abc", at(attributes, "git.checksum"));
    assertEquals("true", at(attributes, "git.keepgitdir"));
    assertEquals("true", at(attributes, "git.skipsubmodules"));
  }

  @ParameterizedTest
  @CsvSource({
    "?what=1",
    "?branch=",
    "?branch=a&tag=b",
    "?ref=a&ref=b",
    "?ref=a#b",
    "?submodules=maybe"
  })
  void refusesQueriesThatAreWrong(String query) throws IOException {
    Map<?, ?> found = emit(Facet.GRAPH, "FROM scratch", "ADD https://h/r.git" + query + " /x");
    assertEquals(false, found.get("ok"));
    assertEquals(List.of(2L, 2L), found.get("at"));
  }

  @Test
  void pathsOfWindowsHaveNoDrive() throws IOException {
    Map<?, ?> image =
        emit(
            Facet.IMAGE,
            "# escape=`",
            "FROM --platform=windows/amd64 w",
            "WORKDIR C:\\app",
            "WORKDIR sub/x",
            "COPY C:\\src\\a b\\");
    assertEquals("\\app\\sub\\x", at(image, "image", "config", "WorkingDir"));
    assertEquals("WORKDIR /app/sub/x", at(image, "image", "history", 2, "created_by"));
    for (String wrong : List.of("WORKDIR D:\\x", "WORKDIR C:", "COPY a \\\\host\\x")) {
      Map<?, ?> found = emit(Facet.IMAGE, "# escape=`", "FROM --platform=windows/amd64 w", wrong);
      assertEquals(false, found.get("ok"), wrong);
    }
  }

  @Test
  void pathsOfLinuxMayHaveColonsAndBackslashes() throws IOException {
    Map<?, ?> image = emit(Facet.IMAGE, "# escape=`", "FROM w", "WORKDIR C:\\app");
    assertEquals("/C:\\app", at(image, "image", "config", "WorkingDir"));
  }
}
