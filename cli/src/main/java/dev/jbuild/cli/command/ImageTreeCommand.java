package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.image.ImageDiff;
import dev.jbuild.engine.image.ImageTree;
import dev.jbuild.engine.image.StoredImage;
import dev.jbuild.image.json.Json;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// `jbuild image tree IMAGE`.
final class ImageTreeCommand implements Command {
  private static final int SHORT = 70;
  private static final int WASTE = 10;

  private static final Option<String> FORMAT =
      Option.choice("--format", "FORMAT", "How to print: text or json", "text", "json");
  private static final Option<Boolean> FILES =
      Option.flag("--files", "Show every file of every layer");
  private static final Option<Optional<Double>> LOWEST =
      Option.value(
          "--lowest-efficiency",
          "SHARE",
          "Exit with 1 below this efficiency, such as 0.95",
          ImageTreeCommand::share);

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("image tree", "Show what each layer of an image adds and wastes")
          .description(
              """
              For each layer: the instruction, its size, how many files it adds, changes and deletes,
              and how many bytes of the layers below it hides. Bytes that are hidden are carried along
              with every push and pull; efficiency is the share of those that are not.
              """)
          .options(FILES, FORMAT, LOWEST)
          .positionals(Positional.one("IMAGE", "name or ID of an image"))
          .example("jbuild image tree app:1", "shows layers, efficiency and the worst waste")
          .example(
              "jbuild image tree --lowest-efficiency 0.95 app:1", "fails when too much is wasted")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  private static double share(String text) {
    try {
      double share = Double.parseDouble(text);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new IllegalArgumentException("expected a number from 0 to 1");
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, CommandException {
    ImageTree tree;
    try (Store store = Stores.open(invocation, arguments);
        Lease _ = store.lease("look at an image")) {
      tree = ImageTree.of(StoredImage.of(store, Stores.require(store, arguments.operand(0))));
    }
    if (arguments.get(FORMAT).equals("json")) {
      invocation.println(new String(Json.pretty(tree.toJson()), StandardCharsets.UTF_8));
    } else {
      print(invocation, tree, arguments.get(FILES));
    }
    double lowest = arguments.get(LOWEST).orElse(0.0);
    if (tree.efficiency() < lowest) {
      throw new CommandException(
          "image '%s' has efficiency %s, lower than %s: %s are hidden by later layers"
              .formatted(
                  arguments.operand(0),
                  percent(tree.efficiency()),
                  percent(lowest),
                  Sizes.format(tree.wasted())));
    }
    return ExitCode.OK.number();
  }

  private static void print(Invocation invocation, ImageTree tree, boolean files) {
    for (int i = 0; i < tree.layers().size(); i++) {
      ImageTree.Part part = tree.layers().get(i);
      boolean last = i + 1 == tree.layers().size();
      invocation.println((last ? "└─ " : "├─ ") + shortened(part.instruction()));
      String indent = last ? "      " : "│     ";
      invocation.println(indent + summary(part));
      if (files) {
        part.changes().forEach(change -> invocation.println(indent + line(change)));
      }
    }
    invocation.println("");
    invocation.println(
        "Efficiency: "
            + percent(tree.efficiency())
            + ", "
            + Sizes.format(tree.wasted())
            + " wasted of "
            + Sizes.format(tree.total()));
    List<ImageTree.Waste> waste = tree.waste();
    for (ImageTree.Waste one : waste.subList(0, Math.min(WASTE, waste.size()))) {
      invocation.println(
          "  "
              + Sizes.format(one.bytes())
              + "  "
              + one.path()
              + "  (in "
              + one.versions()
              + " layers)");
    }
    if (waste.size() > WASTE) {
      invocation.println("  and " + (waste.size() - WASTE) + " more; --format json has all");
    }
  }

  private static String summary(ImageTree.Part part) {
    StringBuilder text = new StringBuilder(Sizes.format(part.size()));
    count(text, part, ImageDiff.Kind.ADDED, "added");
    count(text, part, ImageDiff.Kind.CHANGED, "changed");
    count(text, part, ImageDiff.Kind.DELETED, "deleted");
    if (part.hides() > 0) {
      text.append(", hides ").append(Sizes.format(part.hides()));
    }
    return text.toString();
  }

  private static void count(
      StringBuilder text, ImageTree.Part part, ImageDiff.Kind kind, String word) {
    long count = part.count(kind);
    if (count > 0) {
      text.append(", ").append(count).append(' ').append(word);
    }
  }

  private static String line(ImageTree.Change change) {
    String mark =
        switch (change.kind()) {
          case ADDED -> "A ";
          case CHANGED -> "C ";
          case DELETED -> "D ";
        };
    return mark
        + change.path()
        + (change.directory() ? "/" : change.size() > 0 ? " " + Sizes.format(change.size()) : "");
  }

  private static String percent(double share) {
    return BigDecimal.valueOf(share * 100).setScale(1, RoundingMode.HALF_UP) + "%";
  }

  private static String shortened(String text) {
    String line = text.isBlank() ? "(unknown)" : text.strip().replaceAll("\\s+", " ");
    return line.length() > SHORT ? line.substring(0, SHORT - 1) + "…" : line;
  }
}
