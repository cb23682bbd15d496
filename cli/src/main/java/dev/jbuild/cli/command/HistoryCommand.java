package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.template.TemplateException;
import dev.jbuild.cli.text.Ages;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.cli.text.Table;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.image.HistoryEntry;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.image.json.Times;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `jbuild history IMAGE`.
final class HistoryCommand implements Command {
  private static final int SHORT = 45;
  private static final String MISSING = "<missing>";

  private static final Option<Boolean> QUIET = Option.flag("-q --quiet", "Only print image IDs");
  private static final Option<Boolean> NO_TRUNC =
      Option.flag("--no-trunc", "Do not shorten IDs and instructions");

  private static final Option<Boolean> HUMAN =
      Option.flag("-H --human", "Sizes and ages for people (default); -H=false for exact ones");
  private static final String TABLE =
      "{{.ID}}\t{{.CreatedSince}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}";
  private static final String EXACT_TABLE =
      "{{.ID}}\t{{.CreatedAt}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}";

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("history", "Show how an image was made")
          .description(
              "Members for --format: .ID .CreatedSince .CreatedAt .CreatedBy .Size .Comment.")
          .options(Listing.FORMAT, HUMAN, NO_TRUNC, QUIET)
          .positionals(Positional.one("IMAGE", "name or ID of an image"))
          .example("jbuild history app:1", "lists the instructions of app:1, last one first")
          .example("jbuild history --no-trunc app:1", "shows them in full")
          .example(
              "jbuild history --format '{{.Size}}\\t{{.CreatedBy}}' -H=false app:1",
              "prints each instruction with the bytes that it added")
          .build();

  /// @param size negative when the layer is not in the store
  private record Row(HistoryEntry entry, long size) {}

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments)
      throws IOException, CommandException, TemplateException {
    boolean whole = arguments.get(NO_TRUNC);
    try (Store store = Stores.open(invocation, arguments)) {
      Image image = Stores.require(store, arguments.operand(0));
      ImageConfig config = store.images().load(image.manifest(), image.platform()).config().value();
      List<Row> rows = rows(config, store.layers().stack(config.diffIds()).orElse(List.of()));
      String id = whole ? image.id().toString() : image.id().shortHex();
      if (arguments.get(QUIET)) {
        for (int i = 0; i < rows.size(); i++) {
          invocation.println(i == 0 ? id : MISSING);
        }
      } else if (arguments.has(Listing.FORMAT) || arguments.has(HUMAN)) {
        boolean human = !arguments.has(HUMAN) || arguments.get(HUMAN);
        List<JsonObject> objects = objects(rows, id, whole, human, invocation.clock().instant());
        Listing listing = new Listing(human ? TABLE : EXACT_TABLE, headings());
        invocation.streams().out().print(listing.render(arguments.get(Listing.FORMAT), objects));
      } else {
        String table = table(rows, id, whole, invocation.clock().instant());
        invocation.streams().out().print(table);
      }
    }
    return ExitCode.OK.number();
  }

  /// The entries with the sizes of their layers, last one first.
  private static List<Row> rows(ImageConfig config, List<Layer> layers) {
    List<Row> rows = new ArrayList<>();
    int layer = 0;
    for (HistoryEntry entry : config.history()) {
      long size = 0;
      if (!entry.emptyLayer()) {
        size = layer < layers.size() ? layers.get(layer).size() : -1;
        layer++;
      }
      rows.add(new Row(entry, size));
    }
    return rows.reversed();
  }

  private static String table(List<Row> rows, String id, boolean whole, Instant now) {
    Table table = new Table("IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT");
    String image = id;
    for (Row row : rows) {
      String created = row.entry().created().map(t -> Ages.since(t, now)).orElse("N/A");
      String by = instruction(row, whole);
      String size = row.size() < 0 ? "N/A" : Sizes.format(row.size());
      table.add(image, created, by, size, row.entry().comment());
      image = MISSING;
    }
    return table.render();
  }

  private static String instruction(Row row, boolean whole) {
    String by = row.entry().createdBy().replace('\t', ' ').replace('\n', ' ');
    return !whole && by.length() > SHORT ? by.substring(0, SHORT - 1) + "…" : by;
  }

  private static Map<String, String> headings() {
    return Map.of(
        "ID", "IMAGE",
        "CreatedSince", "CREATED",
        "CreatedAt", "CREATED AT",
        "CreatedBy", "CREATED BY",
        "Size", "SIZE",
        "Comment", "COMMENT");
  }

  private static List<JsonObject> objects(
      List<Row> rows, String id, boolean whole, boolean human, Instant now) {
    List<JsonObject> objects = new ArrayList<>();
    String image = id;
    for (Row row : rows) {
      Instant created = row.entry().created().orElse(Instant.EPOCH).truncatedTo(ChronoUnit.SECONDS);
      String size = human ? Sizes.format(row.size()) : Long.toString(row.size());
      objects.add(
          JsonObject.builder()
              .put("Comment", row.entry().comment())
              .put("CreatedAt", Times.write(created))
              .put("CreatedBy", instruction(row, whole))
              .put("CreatedSince", human ? Ages.since(created, now) : Times.write(created))
              .put("ID", image)
              .put("Size", row.size() < 0 ? "N/A" : size)
              .build());
      image = MISSING;
    }
    return objects;
  }
}
