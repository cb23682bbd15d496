package dev.jbuild.registry.client.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One way to authorize that a server offers: a scheme in lower case and its parameters, their
/// names in lower case.
///
/// Follows RFC 9110, "WWW-Authenticate". Reading never fails: what breaks the grammar is skipped,
/// and the number of challenges and parameters is bounded.
record Challenge(String scheme, Map<String, String> parameters) {
  private static final int MAX_PARAMETERS = 32;
  private static final int MAX_CHALLENGES = 16;
  private static final int MAX_HEADER = 16 << 10;

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /// A parameter, none when absent or empty.
  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(v -> !v.isEmpty());
  }

  /// All challenges in the values of all `WWW-Authenticate` fields of an answer.
  static List<Challenge> parse(List<String> fields) {
    List<Challenge> challenges = new ArrayList<>();
    for (String field : fields) {
      new Parser(field.length() > MAX_HEADER ? field.substring(0, MAX_HEADER) : field)
          .into(challenges);
    }
    return challenges;
  }

  private static final class Parser {
    private final String text;
    private int position;

    Parser(String text) {
      this.text = text;
    }

    void into(List<Challenge> challenges) {
      String scheme = "";
      Map<String, String> parameters = new LinkedHashMap<>();
      while (challenges.size() < MAX_CHALLENGES) {
        skip(" \t,");
        if (position >= text.length()) {
          break;
        }
        String name = token();
        if (name.isEmpty()) {
          position++;
          continue;
        }
        skip(" \t");
        if (!scheme.isEmpty() && peek() == '=') {
          position++;
          skip(" \t");
          String value = peek() == '"' ? quoted() : until(", \t");
          if (parameters.size() < MAX_PARAMETERS) {
            parameters.putIfAbsent(name, value);
          }
        } else {
          add(challenges, scheme, parameters);
          scheme = name;
          parameters = new LinkedHashMap<>();
        }
      }
      add(challenges, scheme, parameters);
    }

    private static void add(
        List<Challenge> challenges, String scheme, Map<String, String> parameters) {
      if (!scheme.isEmpty() && challenges.size() < MAX_CHALLENGES) {
        challenges.add(new Challenge(scheme, parameters));
      }
    }

    private char peek() {
      return position < text.length() ? text.charAt(position) : '\0';
    }

    private void skip(String characters) {
      while (position < text.length() && characters.indexOf(text.charAt(position)) >= 0) {
        position++;
      }
    }

    private String token() {
      int start = position;
      while (position < text.length() && isTokenCharacter(text.charAt(position))) {
        position++;
      }
      return text.substring(start, position).toLowerCase(Locale.ROOT);
    }

    private String until(String characters) {
      int start = position;
      while (position < text.length() && characters.indexOf(text.charAt(position)) < 0) {
        position++;
      }
      return text.substring(start, position);
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      position++;
      while (position < text.length() && text.charAt(position) != '"') {
        if (text.charAt(position) == '\\' && position + 1 < text.length()) {
          position++;
        }
        value.append(text.charAt(position++));
      }
      position++;
      return value.toString();
    }

    private static boolean isTokenCharacter(char c) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "!#$%&'*+-.^_`|~/".indexOf(c) >= 0;
    }
  }
}
