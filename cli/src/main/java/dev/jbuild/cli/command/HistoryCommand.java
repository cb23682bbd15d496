package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.text.Ages;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.cli.text.Table;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.image.HistoryEntry;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// `jbuild history IMAGE`.
final class HistoryCommand implements Command {
  private static final int SHORT = 45;
  private static final String MISSING = "<missing>";

  private static final Option<Boolean> QUIET = Option.flag("-q --quiet", "Only print image IDs");
  private static final Option<Boolean> NO_TRUNC =
      Option.flag("--no-trunc", "Do not shorten IDs and instructions");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("history", "Show how an image was made")
          .options(NO_TRUNC, QUIET)
          .positionals(Positional.one("IMAGE", "name or ID of an image"))
          .example("jbuild history app:1", "lists the instructions of app:1, last one first")
          .example("jbuild history --no-trunc app:1", "shows them in full")
          .build();

  /// @param size negative when the layer is not in the store
  private record Row(HistoryEntry entry, long size) {}

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, CommandException {
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
      String by = row.entry().createdBy().replace('\t', ' ').replace('\n', ' ');
      if (!whole && by.length() > SHORT) {
        by = by.substring(0, SHORT - 1) + "…";
      }
      String size = row.size() < 0 ? "N/A" : Sizes.format(row.size());
      table.add(image, created, by, size, row.entry().comment());
      image = MISSING;
    }
    return table.render();
  }
}
