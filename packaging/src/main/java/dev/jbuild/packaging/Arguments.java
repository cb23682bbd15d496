package dev.jbuild.packaging;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// `name=value` arguments of the build step; a missing one is named when it is asked for.
final class Arguments {
  private final Map<String, String> values = new LinkedHashMap<>();

  Arguments(String... arguments) {
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("expected name=value, found " + argument);
      }
      values.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the argument " + name + "= is missing");
    }
    return value;
  }

  Path path(String name) {
    return Path.of(text(name));
  }

  /// The words of a value, parted by blanks, line ends or commas.
  List<String> words(String name) {
    return Stream.of(text(name).split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
  }
}
