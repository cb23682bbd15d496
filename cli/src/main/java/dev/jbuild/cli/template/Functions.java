package dev.jbuild.cli.template;

import dev.jbuild.image.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The functions that templates can call: Go's and docker's.
final class Functions {
  private static final int MANY = 1000;
  private static final int MAX_TEXT = 1 << 20;

  /// What a function does with its arguments.
  @FunctionalInterface
  interface Body {
    @Nullable Object apply(List<@Nullable Object> arguments);
  }

  /// A function and how many arguments it takes.
  record Function(int least, int most, Body body) {
    String expected() {
      return least == most
          ? Integer.toString(least)
          : most == MANY ? "at least " + least : least + " to " + most;
    }
  }

  static final Map<String, Function> ALL = all();
  static final Map<String, Function> HEADINGS = headings();

  private Functions() {}

  private static Map<String, Function> all() {
    Map<String, Function> all = new TreeMap<>();
    all.put("and", new Function(1, MANY, List::getLast)); // evaluated where they are called
    all.put("or", new Function(1, MANY, List::getLast));
    all.put("not", new Function(1, 1, a -> !Values.isTrue(a.getFirst())));
    all.put("len", new Function(1, 1, a -> length(a.getFirst())));
    all.put("index", new Function(1, MANY, Functions::index));
    all.put("slice", new Function(1, 3, Functions::slice));
    all.put("print", new Function(0, MANY, Functions::print));
    all.put("println", new Function(0, MANY, Functions::println));
    all.put(
        "printf",
        new Function(
            1, MANY, a -> Printf.format(Values.string(a.getFirst()), a.subList(1, a.size()))));
    all.put("eq", new Function(2, MANY, Functions::equalToAny));
    all.put("ne", new Function(2, 2, a -> !Values.equal(a.get(0), a.get(1))));
    all.put("lt", new Function(2, 2, a -> Values.compare(a.get(0), a.get(1)) < 0));
    all.put("le", new Function(2, 2, a -> Values.compare(a.get(0), a.get(1)) <= 0));
    all.put("gt", new Function(2, 2, a -> Values.compare(a.get(0), a.get(1)) > 0));
    all.put("ge", new Function(2, 2, a -> Values.compare(a.get(0), a.get(1)) >= 0));
    all.put("html", new Function(1, MANY, a -> Quoting.html(joined(a))));
    all.put("js", new Function(1, MANY, a -> Quoting.javaScript(joined(a))));
    all.put("urlquery", new Function(1, MANY, a -> Quoting.query(joined(a))));
    all.put("json", new Function(1, 1, a -> json(a.getFirst())));
    all.put("join", new Function(2, 2, Functions::join));
    all.put("split", new Function(2, 2, Functions::split));
    all.put("lower", new Function(1, 1, a -> text(a, 0).toLowerCase(Locale.ROOT)));
    all.put("upper", new Function(1, 1, a -> text(a, 0).toUpperCase(Locale.ROOT)));
    all.put("title", new Function(1, 1, a -> title(text(a, 0))));
    all.put("pad", new Function(3, 3, Functions::pad));
    all.put("truncate", new Function(2, 2, Functions::truncate));
    return Map.copyOf(all);
  }

  private static Map<String, Function> headings() {
    Map<String, Function> all = new TreeMap<>(ALL);
    for (String shaping : List.of("json", "lower", "upper", "title", "truncate", "join", "split")) {
      Function function = ALL.get(shaping);
      if (function != null) {
        all.put(shaping, new Function(function.least(), function.most(), List::getFirst));
      }
    }
    return Map.copyOf(all);
  }

  private static String text(List<@Nullable Object> arguments, int index) {
    return Values.string(arguments.get(index));
  }

  private static String joined(List<@Nullable Object> arguments) {
    return String.valueOf(print(arguments));
  }

  private static String json(@Nullable Object value) {
    return new String(Json.bytes(Members.plain(value)), StandardCharsets.UTF_8);
  }

  private static Object length(@Nullable Object value) {
    return switch (value) {
      case null -> 0L;
      case Nil _ -> 0L;
      case String s -> (long) s.getBytes(StandardCharsets.UTF_8).length;
      case List<?> l -> (long) l.size();
      case Object o when Members.isObject(o) -> (long) Members.of(o).size();
      default -> throw new ValueException(Values.kind(value) + " has no length");
    };
  }

  private static @Nullable Object index(List<@Nullable Object> arguments) {
    Object value = arguments.getFirst();
    for (Object key : arguments.subList(1, arguments.size())) {
      if (value == null || value instanceof Nil) {
        return "";
      }
      if (Members.isObject(value)) {
        // as of Go's maps of strings: what is not there is the empty string
        Map<String, ? extends @Nullable Object> members = Members.of(value);
        value = members.containsKey(Values.string(key)) ? members.get(Values.string(key)) : "";
      } else if (value instanceof List<?> list) {
        value = list.get(within(Values.integer(key), list.size() - 1, "index"));
      } else if (value instanceof String s) {
        byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
        value = (long) (bytes[within(Values.integer(key), bytes.length - 1, "index")] & 0xff);
      } else {
        throw new ValueException(Values.kind(value) + " has no elements");
      }
    }
    return value;
  }

  private static int within(long number, int last, String what) {
    if (number < 0 || number > last) {
      throw new ValueException(what + " " + number + " is not within 0 to " + last);
    }
    return (int) number;
  }

  private static Object slice(List<@Nullable Object> arguments) {
    Object value = arguments.getFirst();
    int size =
        switch (value) {
          case String s -> s.length();
          case List<?> l -> l.size();
          case null, default -> throw new ValueException(Values.kind(value) + " can't be cut");
        };
    int end = arguments.size() > 2 ? within(Values.integer(arguments.get(2)), size, "end") : size;
    int start = arguments.size() > 1 ? within(Values.integer(arguments.get(1)), end, "start") : 0;
    return value instanceof String s
        ? s.substring(start, end)
        : Values.list(value).subList(start, end);
  }

  /// Blanks come between operands of which neither is a text.
  private static Object print(List<@Nullable Object> arguments) {
    StringBuilder text = new StringBuilder();
    Object before = "";
    for (Object argument : arguments) {
      boolean apart = !(before instanceof String) && !(argument instanceof String);
      text.append(apart ? " " : "").append(Values.text(argument));
      bounded(text);
      before = argument;
    }
    return text.toString();
  }

  private static Object println(List<@Nullable Object> arguments) {
    StringBuilder text = new StringBuilder();
    for (Object argument : arguments) {
      text.append(text.isEmpty() ? "" : " ").append(Values.text(argument));
      bounded(text);
    }
    return text.append('\n').toString();
  }

  private static Object equalToAny(List<@Nullable Object> arguments) {
    for (Object other : arguments.subList(1, arguments.size())) {
      if (Values.equal(arguments.getFirst(), other)) {
        return true;
      }
    }
    return false;
  }

  /// The list comes first, as in docker; in a pipeline it comes last.
  private static Object join(List<@Nullable Object> arguments) {
    boolean piped = arguments.get(1) instanceof List<?> || arguments.get(1) == Nil.LIST;
    String separator = text(arguments, piped ? 0 : 1);
    List<String> parts = new ArrayList<>();
    for (Object element : Values.list(arguments.get(piped ? 1 : 0))) {
      parts.add(Values.string(element));
    }
    long length = parts.stream().mapToLong(part -> part.length() + separator.length()).sum();
    if (length > 16L * MAX_TEXT) {
      throw new ValueException("the text is longer than " + 16 * MAX_TEXT + " characters");
    }
    return String.join(separator, parts);
  }

  private static Object split(List<@Nullable Object> arguments) {
    String text = text(arguments, 0);
    String separator = text(arguments, 1);
    List<Object> parts = new ArrayList<>();
    if (separator.isEmpty()) {
      text.codePoints().forEach(c -> parts.add(Character.toString(c)));
      return parts;
    }
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      parts.add(text.substring(start, end));
      start = end + separator.length();
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String title(String text) {
    StringBuilder title = new StringBuilder(text);
    for (int i = 0; i < title.length(); i++) {
      if (i == 0 || !Character.isLetterOrDigit(title.charAt(i - 1))) {
        title.setCharAt(i, Character.toTitleCase(title.charAt(i)));
      }
    }
    return title.toString();
  }

  private static Object pad(List<@Nullable Object> arguments) {
    long before = Values.integer(arguments.get(1));
    long after = Values.integer(arguments.get(2));
    if (before < 0 || after < 0 || before > MAX_TEXT || after > MAX_TEXT) {
      throw new ValueException("expected 0 to " + MAX_TEXT + " blanks");
    }
    String text = text(arguments, 0);
    return text.isEmpty() ? text : " ".repeat((int) before) + text + " ".repeat((int) after);
  }

  /// The text comes first, as in docker; in a pipeline it comes last.
  private static Object truncate(List<@Nullable Object> arguments) {
    boolean piped = arguments.getFirst() instanceof Number;
    String text = text(arguments, piped ? 1 : 0);
    long length = Values.integer(arguments.get(piped ? 0 : 1));
    return length >= 0 && length < text.length() ? text.substring(0, (int) length) : text;
  }

  /// Refuses texts that only a template that means harm makes.
  static void bounded(CharSequence text) {
    if (text.length() > 16 * MAX_TEXT) {
      throw new ValueException("the text is longer than " + 16 * MAX_TEXT + " characters");
    }
  }
}
