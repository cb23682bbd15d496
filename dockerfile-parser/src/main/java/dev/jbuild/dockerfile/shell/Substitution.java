package dev.jbuild.dockerfile.shell;

import org.jspecify.annotations.Nullable;

/// A `$` and what belongs to it.
final class Substitution {

  private final WordReader in;

  Substitution(WordReader in) {
    this.in = in;
  }

  /// Reads from the `$` on and gives what stands for it.
  String read() throws ExpansionException {
    in.next();
    if (in.peek() != '{') {
      String name = in.readName();
      if (name.isEmpty()) {
        return "$";
      }
      String value = in.value(name);
      return value != null ? value : in.keepUnset() ? "$" + name : "";
    }
    in.next();
    if (in.atEnd()) {
      throw missingBrace();
    }
    char c = in.peek();
    if (c == '{' || c == '}' || c == ':') {
      throw new ExpansionException("'${' is not followed by the name of a variable");
    }
    return braced(in.readName());
  }

  private static ExpansionException missingBrace() {
    return new ExpansionException("a '${' is not closed by '}'");
  }

  private String braced(String name) throws ExpansionException {
    if (in.atEnd()) {
      throw missingBrace();
    }
    char c = in.next();
    return switch (c) {
      case '}' -> {
        String value = in.value(name);
        yield value != null ? value : in.keepUnset() ? "${" + name + "}" : "";
      }
      case ':' -> {
        if (in.atEnd()) {
          throw missingBrace();
        }
        yield modified(name, in.next(), true);
      }
      case '+', '-', '?', '#', '%' -> modified(name, c, false);
      case '/' -> replaced(name);
      default -> throw unsupported(String.valueOf(c));
    };
  }

  private static ExpansionException unsupported(String modifier) {
    return new ExpansionException("the modifier '" + modifier + "' in '${}' is not supported");
  }

  private String modified(String name, char modifier, boolean emptyIsUnset)
      throws ExpansionException {
    boolean pattern = modifier == '#' || modifier == '%';
    String word = until('}', pattern);
    String value = in.value(name);
    String written = (emptyIsUnset ? ":" : "") + modifier;
    if (value == null && in.keepUnset()) {
      return "${" + name + written + word + "}";
    }
    boolean missing = value == null || (emptyIsUnset && value.isEmpty());
    String present = value == null ? "" : value;
    return switch (modifier) {
      case '-' -> missing ? word : present;
      case '+' -> missing ? "" : word;
      case '?' -> demanded(name, value, missing, word);
      case '#', '%' -> {
        if (emptyIsUnset) {
          throw unsupported(written);
        }
        yield trimmed(present, word, modifier, in.effort());
      }
      default -> throw unsupported(written);
    };
  }

  private static String demanded(
      String name, @Nullable String value, boolean missing, String message)
      throws ExpansionException {
    if (value != null && !missing) {
      return value;
    }
    String reason = value == null ? "is not allowed to be unset" : "is not allowed to be empty";
    throw new ExpansionException(name + ": " + (message.isEmpty() ? reason : message));
  }

  private static String trimmed(
      String value, String word, char modifier, ShellPattern.Effort effort)
      throws ExpansionException {
    boolean longest = !word.isEmpty() && word.charAt(0) == modifier;
    String pattern = longest ? word.substring(1) : word;
    return modifier == '#'
        ? ShellPattern.parse(pattern, effort).withoutPrefix(value, longest)
        : ShellPattern.parseReversed(pattern, effort).withoutSuffix(value, longest);
  }

  private String replaced(String name) throws ExpansionException {
    boolean all = in.peek() == '/';
    if (all) {
      in.next();
    }
    String pattern = until('/', true);
    String replacement = until('}', true);
    String value = in.value(name);
    if (value == null && in.keepUnset()) {
      return "${" + name + "/" + pattern + "/" + replacement + "}";
    }
    return ShellPattern.parse(pattern, in.effort())
        .replace(value == null ? "" : value, replacement, all);
  }

  private String until(char stop, boolean escapesStay) throws ExpansionException {
    try {
      return in.readUntil(stop, escapesStay);
    } catch (ExpansionException e) {
      if (in.atEnd()) {
        throw new ExpansionException("a '${' is not closed by '" + stop + "'");
      }
      throw e;
    }
  }
}
