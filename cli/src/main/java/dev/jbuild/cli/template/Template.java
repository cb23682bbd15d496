package dev.jbuild.cli.template;

import org.jspecify.annotations.Nullable;

/// A parsed template, such as `{{.Id}}` or `{{range .RepoTags}}{{println .}}{{end}}`.
///
/// Follows Go's package text/template, with docker's functions `json`, `join`, `split`, `lower`,
/// `upper`, `title`, `pad` and `truncate`. Data are trees of JSON values, see
/// [dev.jbuild.image.json.Json], and [TemplateFunction]s in them. Members are found without regard
/// to the case of letters when that is not ambiguous, as docker's field names (`.ID`) and JSON
/// names (`.Id`) differ.
public final class Template {
  private final String text;
  private final Node.Block body;

  private Template(String text, Node.Block body) {
    this.text = text;
    this.body = body;
  }

  /// Reads a template.
  ///
  /// @throws TemplateException saying what is wrong at which column
  public static Template parse(String text) throws TemplateException {
    return new Template(text, new Parser(text, new Lexer(text).tokens()).parse());
  }

  /// Applies it to data.
  ///
  /// @throws TemplateException when the data do not fit, or the result would be too large
  public String render(@Nullable Object data) throws TemplateException {
    return new Evaluation(text, data, Functions.ALL).run(body);
  }

  /// Applies it to the headings of a table: functions that shape a value leave a heading as it is.
  ///
  /// @throws TemplateException when the headings do not fit
  public String renderHeadings(Object headings) throws TemplateException {
    return new Evaluation(text, headings, Functions.HEADINGS).run(body);
  }
}
