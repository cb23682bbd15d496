package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.syntax.UsageException;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.SearchResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// `jbuild search TERM`.
final class SearchCommand implements Command {
  private static final int MAX_LIMIT = 100;
  private static final int DESCRIPTION = 45;

  private static final Option<List<String>> FILTER =
      Option.repeated(
          "-f --filter",
          "FILTER",
          "Only what fits: stars=NUMBER, is-official=true, is-automated=false");
  private static final Option<String> LIMIT =
      Option.textOr("--limit", "NUMBER", "The most results to show, 1 to 100", "25");
  private static final Option<Boolean> NO_TRUNC =
      Option.flag("--no-trunc", "Do not shorten descriptions");

  private static final String TABLE =
      "{{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}";
  private static final Map<String, String> HEADINGS =
      Map.of(
          "Name", "NAME",
          "Description", "DESCRIPTION",
          "StarCount", "STARS",
          "IsOfficial", "OFFICIAL",
          "IsAutomated", "AUTOMATED");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("search", "Search a registry for images")
          .description(
              """
              Searches Docker Hub, or the registry that the term begins with. Registries without a
              search of their own are asked for their list of repositories, and those whose name
              has the term in it are shown.
              """)
          .options(
              FILTER,
              Listing.FORMAT,
              LoginCommand.INSECURE,
              LoginCommand.TLS_VERIFY,
              LIMIT,
              NO_TRUNC)
          .positionals(Positional.one("[HOST/]TERM", "what to look for"))
          .example("jbuild search --filter is-official=true alpine", "searches Docker Hub")
          .example(
              "jbuild search --format '{{.Name}}: {{.StarCount}}' nginx", "prints names and stars")
          .example("jbuild search localhost:5000/app", "finds repositories of your own registry")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    String operand = arguments.operand(0);
    int slash = operand.indexOf('/');
    boolean named = slash > 0 && isHost(operand.substring(0, slash));
    String domain =
        named ? Registries.domain(operand.substring(0, slash)) : Reference.DEFAULT_DOMAIN;
    String words = named ? operand.substring(slash + 1) : operand;
    if (words.isBlank()) {
      throw new UsageException(SYNTAX, "the search term is empty");
    }
    Predicate<SearchResult> filter = filter(arguments.get(FILTER));
    int limit = limit(arguments.get(LIMIT));
    List<String> insecure = LoginCommand.insecure(arguments) ? List.of(domain) : List.of();
    List<SearchResult> found = new ArrayList<>();
    try (RegistryClient client = Registries.client(invocation, insecure)) {
      found.addAll(Interruption.allow(invocation, () -> client.search(domain, words, limit)));
    }
    found.removeIf(filter.negate());
    found.sort(Comparator.comparingLong(SearchResult::stars).reversed());
    String prefix = domain.equals(Reference.DEFAULT_DOMAIN) ? "" : domain + "/";
    String format = arguments.get(Listing.FORMAT);
    List<JsonObject> rows = new ArrayList<>();
    for (SearchResult result : found) {
      rows.add(row(prefix, result, arguments.get(NO_TRUNC), format.equals("json")));
    }
    invocation.streams().out().print(new Listing(TABLE, HEADINGS).render(format, rows));
    return ExitCode.OK.number();
  }

  /// Whether the first part of a name is a registry, as in names of images.
  private static boolean isHost(String part) {
    return part.equals("localhost") || part.indexOf('.') >= 0 || part.indexOf(':') >= 0;
  }

  private static int limit(String text) throws UsageException {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException _) {
      // the message below fits this too
    }
    throw new UsageException(SYNTAX, "--limit is '" + text + "', expected 1 to " + MAX_LIMIT);
  }

  private static Predicate<SearchResult> filter(List<String> filters) throws UsageException {
    Predicate<SearchResult> all = result -> true;
    for (String filter : filters) {
      int equals = filter.indexOf('=');
      String name = equals < 0 ? filter : filter.substring(0, equals);
      String value = filter.substring(equals + 1);
      all =
          all.and(
              switch (name) {
                case "stars" -> {
                  long stars = number(filter, value);
                  yield result -> result.stars() >= stars;
                }
                case "is-official" -> {
                  boolean wanted = truth(filter, value);
                  yield result -> result.official() == wanted;
                }
                case "is-automated" -> {
                  boolean wanted = truth(filter, value);
                  yield result -> result.automated() == wanted;
                }
                default ->
                    throw new UsageException(
                        SYNTAX,
                        "invalid filter '"
                            + filter
                            + "': expected stars, is-official or is-automated");
              });
    }
    return all;
  }

  private static long number(String filter, String value) throws UsageException {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException _) {
      throw new UsageException(SYNTAX, "invalid filter '" + filter + "': expected a number");
    }
  }

  private static boolean truth(String filter, String value) throws UsageException {
    return switch (value) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default ->
          throw new UsageException(
              SYNTAX, "invalid filter '" + filter + "': expected true or false");
    };
  }

  /// Docker's JSON has words where its tables have marks.
  private static JsonObject row(String prefix, SearchResult result, boolean whole, boolean asJson) {
    String description = result.description();
    return JsonObject.builder()
        .put("Description", whole ? description : shortened(description))
        .put("IsAutomated", mark(result.automated(), asJson))
        .put("IsOfficial", mark(result.official(), asJson))
        .put("Name", prefix + result.name())
        .put("StarCount", Long.toString(result.stars()))
        .build();
  }

  private static String mark(boolean value, boolean asJson) {
    if (asJson) {
      return Boolean.toString(value);
    }
    return value ? "[OK]" : "";
  }

  private static String shortened(String text) {
    return text.length() <= DESCRIPTION ? text : text.substring(0, DESCRIPTION - 1) + "…";
  }
}
