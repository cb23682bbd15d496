import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// Sums up the reports of surefire and failsafe: what failed, what was skipped and why, and one
/// closing line with the counts. `java TestSummary.java TREE ALLOWED-SKIPS STATUS-OF-MAVEN`.
public final class TestSummary {
  private int passed;
  private final List<String> failed = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final List<String> wronglySkipped = new ArrayList<>();
  private final List<Pattern> allowed;

  private TestSummary(List<Pattern> allowed) {
    this.allowed = allowed;
  }

  public static void main(String[] arguments) throws Exception {
    List<Pattern> allowed =
        Files.readAllLines(Path.of(arguments[1])).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(Pattern::compile)
            .toList();
    TestSummary summary = new TestSummary(allowed);
    summary.read(Path.of(arguments[0]));
    System.exit(summary.print(Integer.parseInt(arguments[2])));
  }

  private void read(Path tree) throws IOException, ParserConfigurationException, SAXException {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    List<Path> reports;
    try (Stream<Path> walk = Files.walk(tree, 4)) {
      reports =
          walk.filter(p -> p.toString().matches(".*/target/(surefire|failsafe)-reports/TEST-.*\\.xml"))
              .sorted()
              .toList();
    }
    for (Path report : reports) {
      NodeList cases = builder.parse(report.toFile()).getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        add((Element) cases.item(i));
      }
    }
  }

  private void add(Element test) {
    String className = test.getAttribute("classname");
    String name =
        className.substring(className.lastIndexOf('.') + 1) + "." + test.getAttribute("name");
    Element skip = child(test, "skipped");
    if (child(test, "failure") != null || child(test, "error") != null) {
      failed.add(name);
    } else if (skip != null) {
      // an assumption that does not hold leaves its reason in the text, a condition as an attribute
      String message = skip.getAttribute("message").strip();
      String reason = message.isEmpty() ? firstLine(skip.getTextContent()) : message;
      skipped.add(name + ": " + (reason.isEmpty() ? "no reason given" : reason));
      if (allowed.stream().noneMatch(pattern -> pattern.matcher(reason).find())) {
        wronglySkipped.add(name);
      }
    } else {
      passed++;
    }
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("").replaceFirst("^\\S*TestAbortedException: ", "");
  }

  private static Element child(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return found.getLength() == 0 ? null : (Element) found.item(0);
  }

  private int print(int maven) {
    list("failed:", failed);
    list("skipped:", skipped);
    list("skipped, but this machine should be able to run it (see .ci/allowed-skips):", wronglySkipped);
    if (maven != 0) {
      System.out.println("the build itself failed; Maven's messages are above");
    }
    System.out.println(
        passed + " passed, " + failed.size() + " failed, " + skipped.size() + " skipped");
    return maven == 0 && failed.isEmpty() && wronglySkipped.isEmpty() && passed > 0 ? 0 : 1;
  }

  private static void list(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      System.out.println(title);
      lines.forEach(line -> System.out.println("  " + line));
    }
  }
}
