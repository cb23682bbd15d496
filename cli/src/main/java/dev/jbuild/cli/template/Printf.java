package dev.jbuild.cli.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Go's `printf` for the values of templates. A verb that does not fit its value gives `%!d(...)`
/// in the result, as in Go.
final class Printf {
  private static final int MAX_WIDTH = 10_000;

  private final String format;
  private final List<@Nullable Object> arguments;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int used;

  private Printf(String format, List<@Nullable Object> arguments) {
    this.format = format;
    this.arguments = arguments;
  }

  static String format(String format, List<@Nullable Object> arguments) {
    return new Printf(format, arguments).run();
  }

  private String run() {
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c == '%') {
        directive();
      } else {
        out.append(c);
      }
      Functions.bounded(out);
    }
    if (used < arguments.size()) {
      out.append("%!(EXTRA");
      for (Object extra : arguments.subList(used, arguments.size())) {
        out.append(' ').append(Values.text(extra));
        Functions.bounded(out);
      }
      out.append(')');
    }
    return out.toString();
  }

  private void directive() {
    boolean left = false;
    boolean plus = false;
    boolean zero = false;
    while (at < format.length() && "-+# 0".indexOf(format.charAt(at)) >= 0) {
      char flag = format.charAt(at++);
      left |= flag == '-';
      plus |= flag == '+';
      zero |= flag == '0';
    }
    int width = number();
    int precision = -1;
    if (at < format.length() && format.charAt(at) == '.') {
      at++;
      precision = Math.max(0, number());
    }
    if (at >= format.length()) {
      out.append("%!(NOVERB)");
      return;
    }
    char verb = format.charAt(at++);
    if (verb == '%') {
      out.append('%');
      return;
    }
    if (used >= arguments.size()) {
      out.append("%!").append(verb).append("(MISSING)");
      return;
    }
    String text = shown(verb, arguments.get(used++), precision, plus);
    int blanks = Math.max(0, width - text.codePointCount(0, text.length()));
    boolean digits = zero && !left && "dfxXeg".indexOf(verb) >= 0;
    boolean signed = digits && (text.startsWith("-") || text.startsWith("+"));
    if (signed) {
      out.append(text.charAt(0));
    }
    if (!left) {
      out.repeat(digits ? '0' : ' ', blanks);
    }
    out.append(signed ? text.substring(1) : text);
    if (left) {
      out.repeat(' ', blanks);
    }
  }

  /// A width or precision; `*` takes it from the arguments.
  private int number() {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      return used < arguments.size() ? checked(Values.integer(arguments.get(used++))) : 0;
    }
    long number = 0;
    while (at < format.length() && Character.isDigit(format.charAt(at))) {
      number = checked(number * 10 + Character.digit(format.charAt(at++), 10));
    }
    return (int) number;
  }

  private static int checked(long width) {
    if (width < 0 || width > MAX_WIDTH) {
      throw new ValueException("width " + width + " is not within 0 to " + MAX_WIDTH);
    }
    return (int) width;
  }

  private static String shown(char verb, @Nullable Object value, int precision, boolean plus) {
    return switch (verb) {
      case 'v' -> Values.text(value);
      case 's' ->
          value instanceof Number || value instanceof Boolean || value == null
              ? misfit(verb, value)
              : cut(Values.text(value), precision);
      case 'q' ->
          value instanceof String s
              ? Quoting.quoted(cut(s, precision))
              : value instanceof List<?> l ? quotedList(l) : misfit(verb, value);
      case 't' -> value instanceof Boolean ? Values.text(value) : misfit(verb, value);
      case 'd' ->
          whole(value)
              ? (plus && Values.integer(value) >= 0 ? "+" : "") + Values.text(value)
              : misfit(verb, value);
      case 'x' -> hex(value, verb);
      case 'X' -> hex(value, verb).toUpperCase(Locale.ROOT);
      case 'o' -> whole(value) ? Long.toOctalString(Values.integer(value)) : misfit(verb, value);
      case 'b' -> whole(value) ? Long.toBinaryString(Values.integer(value)) : misfit(verb, value);
      case 'c' ->
          whole(value) && Character.isValidCodePoint((int) Values.integer(value))
              ? Character.toString((int) Values.integer(value))
              : misfit(verb, value);
      case 'f' ->
          value instanceof Double d ? fixed(d, precision < 0 ? 6 : precision) : misfit(verb, value);
      case 'g' -> value instanceof Double d ? significant(d, precision) : misfit(verb, value);
      case 'T' -> type(value);
      default -> misfit(verb, value);
    };
  }

  private static boolean whole(@Nullable Object value) {
    return value instanceof Long || value instanceof Integer;
  }

  private static String cut(String text, int precision) {
    return precision >= 0 && precision < text.length() ? text.substring(0, precision) : text;
  }

  private static String quotedList(List<?> list) {
    StringBuilder text = new StringBuilder("[");
    for (Object element : list) {
      text.append(text.length() > 1 ? " " : "").append(Quoting.quoted(Values.string(element)));
    }
    return text.append(']').toString();
  }

  private static String hex(@Nullable Object value, char verb) {
    if (value instanceof String s) {
      return HexFormat.of().formatHex(s.getBytes(StandardCharsets.UTF_8));
    }
    return whole(value) ? Long.toHexString(Values.integer(value)) : misfit(verb, value);
  }

  private static String fixed(double value, int precision) {
    return Double.isFinite(value)
        ? new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN).toPlainString()
        : Values.text(value);
  }

  private static String significant(double value, int precision) {
    return precision < 0 || !Double.isFinite(value)
        ? Values.text(value)
        : Values.text(
            new BigDecimal(value).round(new MathContext(Math.max(1, precision))).doubleValue());
  }

  private static String type(@Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case String _ -> "string";
      case Boolean _ -> "bool";
      case Double _ -> "float64";
      case Number _ -> "int64";
      case List<?> _ -> "[]interface {}";
      default -> "map[string]interface {}";
    };
  }

  private static String misfit(char verb, @Nullable Object value) {
    return "%!" + verb + "(" + (value == null ? "" : type(value) + "=") + Values.text(value) + ")";
  }
}
