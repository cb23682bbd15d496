package dev.jbuild.cli.template;

/// A template that cannot be read, or does not fit what it is applied to. The message names the
/// column, counted from 1, and the line when there are several.
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1L;

  TemplateException(String template, int offset, String problem) {
    super("template " + place(template, offset) + ": " + problem);
  }

  private static String place(String template, int offset) {
    int end = Math.min(offset, template.length());
    int line = 1 + (int) template.substring(0, end).chars().filter(c -> c == '\n').count();
    int column = end - template.lastIndexOf('\n', end - 1);
    return template.indexOf('\n') < 0 ? "column " + column : "line " + line + ", column " + column;
  }
}
