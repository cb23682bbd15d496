package dev.jbuild.cli.call;

import dev.jbuild.builder.ContextReport;
import dev.jbuild.builder.ContextReport.Decision;
import dev.jbuild.builder.ContextReport.Item;
import dev.jbuild.builder.ContextReport.Total;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.cli.text.Table;
import java.util.List;
import java.util.Map;

/// What goes into a build context, for people and as JSON.
final class ContextForm {
  private static final int MOST_SHOWN = 10;

  private ContextForm() {}

  static String text(ContextReport report) {
    StringBuilder out = new StringBuilder(1024);
    out.append("In the context: ").append(counted(report.included())).append("\n\n");
    if (!report.directories().isEmpty()) {
      Table table = new Table(3, "SIZE", "FILES", "PATH");
      for (ContextReport.Directory directory : report.directories()) {
        table.add(
            Sizes.format(directory.total().bytes()),
            Long.toString(directory.total().files()),
            directory.path().equals(".") ? "." : directory.path() + "/");
      }
      out.append(table.render()).append('\n');
    }
    if (report.ignoreFile().isEmpty()) {
      return out.append("Nothing is left out: there is no .dockerignore\n").toString();
    }
    long closed =
        report.patterns().stream()
            .flatMap(d -> d.paths().stream())
            .filter(i -> !i.lookedInto())
            .count();
    out.append("Left out: ").append(counted(report.excluded()));
    if (closed > 0) {
      out.append(closed == 1 ? ", and 1 directory" : ", and " + closed + " directories");
      out.append(" not looked into");
    }
    out.append('\n');
    report.patterns().forEach(decision -> append(out, report.ignoreFile(), decision));
    return out.toString();
  }

  private static String counted(Total total) {
    return total.files()
        + (total.files() == 1 ? " file, " : " files, ")
        + Sizes.format(total.bytes());
  }

  private static void append(StringBuilder out, String file, Decision decision) {
    boolean includes = decision.pattern().includes();
    out.append('\n').append(file).append(':').append(decision.pattern().line()).append(": ");
    out.append(decision.pattern()).append(includes ? "  (brings back)\n" : "\n");
    List<Item> paths = decision.paths();
    if (paths.isEmpty()) {
      out.append("    decides about nothing\n");
    }
    for (Item item : paths.subList(0, Math.min(MOST_SHOWN, paths.size()))) {
      out.append("    ").append(item.path()).append(item.directory() ? "/" : "");
      out.append("  ").append(size(item)).append('\n');
    }
    if (paths.size() > MOST_SHOWN) {
      Total rest = Total.NONE;
      for (Item item : paths.subList(MOST_SHOWN, paths.size())) {
        rest = rest.plus(item.total());
      }
      out.append("    ... and ").append(paths.size() - MOST_SHOWN).append(" more, ");
      out.append(Sizes.format(rest.bytes())).append('\n');
    }
  }

  private static String size(Item item) {
    if (!item.lookedInto()) {
      return "(not looked into)";
    }
    String bytes = Sizes.format(item.total().bytes());
    return item.directory() ? counted(item.total()) : bytes;
  }

  static Map<String, Object> json(ContextReport report) {
    return Members.of()
        .with("ignoreFile", report.ignoreFile())
        .with("included", total(report.included()).map())
        .with(
            "directories",
            report.directories().stream()
                .map(d -> (Object) total(d.total()).with("path", d.path()).map())
                .toList())
        .with("excluded", total(report.excluded()).map())
        .with("patterns", report.patterns().stream().map(ContextForm::decision).toList())
        .with("problems", report.problems())
        .map();
  }

  private static Members total(Total total) {
    return Members.of().with("files", total.files()).with("bytes", total.bytes());
  }

  private static Map<String, Object> decision(Decision decision) {
    return Members.of()
        .with("line", decision.pattern().line())
        .with("pattern", decision.pattern().toString())
        .with("includes", decision.pattern().includes())
        .with("paths", decision.paths().stream().map(ContextForm::item).toList())
        .map();
  }

  private static Map<String, Object> item(Item item) {
    Members members =
        Members.of()
            .with("path", item.path())
            .with("directory", item.directory())
            .with("lookedInto", item.lookedInto());
    if (item.lookedInto()) {
      members.with("files", item.total().files()).with("bytes", item.total().bytes());
    }
    return members.map();
  }
}
