package dev.jbuild.cli.template;

/// A piece of a template.
///
/// @param text what it says: of a string its content, of a field its name without the dot
/// @param offset where it begins
/// @param spaced whether blanks come before it, which separates arguments from chains of fields
record Token(Kind kind, String text, int offset, boolean spaced) {
  enum Kind {
    /// Outside of `{{` and `}}`.
    TEXT,
    OPEN,
    CLOSE,
    WORD,
    FIELD,
    DOT,
    VARIABLE,
    STRING,
    NUMBER,
    PIPE,
    LEFT,
    RIGHT,
    DECLARE,
    ASSIGN,
    COMMA,
    END
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }

  /// What messages call it.
  String shown() {
    return switch (kind) {
      case TEXT -> "text";
      case OPEN -> "'{{'";
      case CLOSE -> "'}}'";
      case END -> "the end of the template";
      case FIELD -> "'." + text + "'";
      case STRING -> "string \"" + text + '"';
      default -> "'" + text + "'";
    };
  }
}
