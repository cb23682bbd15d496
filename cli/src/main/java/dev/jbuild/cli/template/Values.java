package dev.jbuild.cli.template;

import dev.jbuild.image.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What values are in a template, and how Go prints them.
final class Values {
  /// An element with its index or name.
  record Pair(Object key, @Nullable Object value) {}

  private Values() {}

  static boolean isTrue(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Nil _ -> false;
      case Boolean b -> b;
      case String s -> !s.isEmpty();
      case Double d -> d != 0;
      case Number n -> n.longValue() != 0;
      case List<?> l -> !l.isEmpty();
      case JsonObject o -> !o.members().isEmpty();
      case Map<?, ?> m -> !m.isEmpty();
      default -> true;
    };
  }

  /// What messages call a value.
  static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "nothing";
      case Nil _ -> "nothing";
      case String s -> "the text \"" + (s.length() > 40 ? s.substring(0, 40) + "…" : s) + "\"";
      case Boolean b -> "the value " + b;
      case Number n -> "the number " + n;
      case List<?> _ -> "a list";
      case TemplateFunction _ -> "a function";
      default -> "an object";
    };
  }

  /// The elements of a list, the members of an object in the order of their names, or the numbers
  /// below a number.
  static List<Pair> pairs(@Nullable Object value) {
    List<Pair> pairs = new ArrayList<>();
    switch (value) {
      case null -> {}
      case Nil _ -> {}
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          pairs.add(new Pair((long) i, list.get(i)));
        }
      }
      case Object o when Members.isObject(o) ->
          new TreeMap<>(Members.of(o)).forEach((name, member) -> pairs.add(new Pair(name, member)));
      case Number n when n.longValue() <= 1_000_000 -> {
        for (long i = 0; i < n.longValue(); i++) {
          pairs.add(new Pair(i, i));
        }
      }
      default -> throw new ValueException("range can't go through " + kind(value));
    }
    return pairs;
  }

  /// A value as Go's `%v` prints it.
  static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case Nil nil -> nil.text();
      case Double d -> real(d);
      case List<?> list -> {
        StringBuilder text = new StringBuilder("[");
        for (Object element : list) {
          text.append(text.length() > 1 ? " " : "").append(text(element));
        }
        yield text.append(']').toString();
      }
      case Object o when Members.isObject(o) -> {
        StringBuilder text = new StringBuilder("map[");
        for (Pair pair : pairs(o)) {
          text.append(text.length() > 4 ? " " : "").append(pair.key()).append(':');
          text.append(isEmptyObject(pair.value()) ? "{}" : text(pair.value()));
        }
        yield text.append(']').toString();
      }
      default -> value.toString();
    };
  }

  /// Docker's maps of empty objects are sets, such as ports, whose elements print so.
  private static boolean isEmptyObject(@Nullable Object value) {
    return Members.isObject(value) && !isTrue(value);
  }

  private static String real(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (value != 0 && (exponent < -4 || exponent >= 21)) {
      String digits = decimal.unscaledValue().abs().toString();
      String mantissa =
          digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
      String size = Integer.toString(Math.abs(exponent));
      return (value < 0 ? "-" : "")
          + mantissa
          + (exponent < 0 ? "e-" : "e+")
          + (size.length() == 1 ? "0" : "")
          + size;
    }
    return value == 0 ? "0" : decimal.toPlainString();
  }

  /// A text, or whatever else as its text.
  static String string(@Nullable Object value) {
    return value instanceof String s ? s : text(value);
  }

  static long integer(@Nullable Object value) {
    if (value instanceof Long || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    throw new ValueException("expected a whole number, found " + kind(value));
  }

  static List<?> list(@Nullable Object value) {
    if (value == null || value instanceof Nil) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new ValueException("expected a list, found " + kind(value));
  }

  /// Compares two values of one kind.
  ///
  /// @return negative, zero or positive
  static int compare(@Nullable Object a, @Nullable Object b) {
    if (a instanceof String s && b instanceof String t) {
      return s.compareTo(t);
    }
    if (a instanceof Number m && b instanceof Number n) {
      return a instanceof Double || b instanceof Double
          ? Double.compare(m.doubleValue(), n.doubleValue())
          : Long.compare(m.longValue(), n.longValue());
    }
    throw new ValueException("can't compare " + kind(a) + " with " + kind(b));
  }

  static boolean equal(@Nullable Object a, @Nullable Object b) {
    boolean nothing = a == null || a instanceof Nil;
    if (nothing || b == null || b instanceof Nil) {
      return nothing && (b == null || b instanceof Nil);
    }
    if (a instanceof Boolean && b instanceof Boolean) {
      return a.equals(b);
    }
    return compare(a, b) == 0;
  }
}
