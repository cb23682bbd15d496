package dev.jbuild.cli.command;

import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.template.Template;
import dev.jbuild.cli.template.TemplateException;
import dev.jbuild.cli.text.Table;
import dev.jbuild.image.json.JsonObject;
import java.util.List;
import java.util.Map;

/// A list in the form that `--format` asks for: `table`, `json`, a template for each row, or
/// `table` and a template whose tabs part the columns.
final class Listing {
  static final Option<String> FORMAT =
      Option.textOr(
          "--format",
          "FORMAT",
          "How to print: table, json, a template such as '{{.ID}}', or 'table' and a template",
          "table");
  static final Option<List<String>> FILTER =
      Option.repeated("-f --filter", "KEY=VALUE", "Only what fits the condition");

  private final String table;
  private final Map<String, String> headings;

  /// @param table the template that `table` alone stands for
  /// @param headings the heading of each member of a row
  Listing(String table, Map<String, String> headings) {
    this.table = table;
    this.headings = Map.copyOf(headings);
  }

  String render(String format, List<JsonObject> rows) throws TemplateException {
    if (format.equals("table")) {
      return table(Template.parse(table), rows);
    }
    String text = format.replace("\\t", "\t").replace("\\n", "\n");
    if (text.startsWith("table ")) {
      return table(Template.parse(text.substring("table ".length()).strip()), rows);
    }
    Template template = Template.parse(text.equals("json") ? "{{json .}}" : text);
    StringBuilder lines = new StringBuilder();
    for (JsonObject row : rows) {
      lines.append(template.render(row)).append('\n');
    }
    return lines.toString();
  }

  private String table(Template template, List<JsonObject> rows) throws TemplateException {
    String head = template.renderHeadings(headings);
    Table aligned = new Table(head.split("\t", -1));
    int columns = head.split("\t", -1).length;
    for (JsonObject row : rows) {
      String[] cells = template.render(row).split("\t", columns);
      String[] whole = java.util.Arrays.copyOf(cells, columns);
      for (int i = cells.length; i < columns; i++) {
        whole[i] = "";
      }
      aligned.add(whole);
    }
    return aligned.render();
  }
}
