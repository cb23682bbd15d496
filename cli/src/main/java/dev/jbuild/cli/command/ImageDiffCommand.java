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
import dev.jbuild.engine.image.StoredImage;
import dev.jbuild.image.json.Json;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// `jbuild image diff A B`.
final class ImageDiffCommand implements Command {
  private static final Option<String> FORMAT =
      Option.choice("--format", "FORMAT", "How to print: text or json", "text", "json");
  private static final Option<Boolean> TIMES =
      Option.flag("--times", "Tell also of files that differ in nothing but their time");
  private static final Option<Boolean> EXIT_CODE =
      Option.flag("--exit-code", "Exit with 1 when the images differ");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("image diff", "Show in which files and settings two images differ")
          .description(
              """
              Files are marked A, C or D as by docker diff: added, changed or deleted on the way from
              the first image to the second, with what changed and how many bytes. Settings follow.
              """)
          .options(EXIT_CODE, FORMAT, TIMES)
          .positionals(
              Positional.one("FIRST", "name or ID of an image"),
              Positional.one("SECOND", "name or ID of another"))
          .example("jbuild image diff app:1 app:2", "shows what the new version changed")
          .example(
              "jbuild image diff --exit-code app:1 app:again",
              "tells whether a second build gave the same")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, CommandException {
    ImageDiff diff;
    try (Store store = Stores.open(invocation, arguments);
        Lease _ = store.lease("comparison of images")) {
      StoredImage first = StoredImage.of(store, Stores.require(store, arguments.operand(0)));
      StoredImage second = StoredImage.of(store, Stores.require(store, arguments.operand(1)));
      diff = ImageDiff.of(first, second, arguments.get(TIMES));
    }
    if (arguments.get(FORMAT).equals("json")) {
      invocation.println(new String(Json.pretty(diff.toJson()), StandardCharsets.UTF_8));
    } else {
      print(invocation, diff);
    }
    boolean differs = !diff.isEmpty() && arguments.get(EXIT_CODE);
    return (differs ? ExitCode.FAILURE : ExitCode.OK).number();
  }

  private static void print(Invocation invocation, ImageDiff diff) {
    if (diff.isEmpty()) {
      invocation.println("no differences");
      return;
    }
    for (ImageDiff.Change change : diff.files()) {
      invocation.println(line(change));
    }
    if (!diff.settings().isEmpty()) {
      invocation.println((diff.files().isEmpty() ? "" : "\n") + "Settings:");
    }
    for (ImageDiff.Setting setting : diff.settings()) {
      invocation.println(
          "  " + setting.name() + ": " + shown(setting.before()) + " -> " + shown(setting.after()));
    }
    long grown = diff.sizeAfter() - diff.sizeBefore();
    invocation.println(
        "\nSize: "
            + Sizes.format(diff.sizeBefore())
            + " -> "
            + Sizes.format(diff.sizeAfter())
            + " ("
            + signed(grown)
            + ")");
  }

  private static String line(ImageDiff.Change change) {
    String mark =
        switch (change.kind()) {
          case ADDED -> "A ";
          case CHANGED -> "C ";
          case DELETED -> "D ";
        };
    long grown = change.after() - change.before();
    String size = grown == 0 ? "" : " " + signed(grown);
    String what = change.what().isEmpty() ? "" : " (" + String.join(", ", change.what()) + ")";
    return mark + change.path() + what + size;
  }

  private static String signed(long bytes) {
    return bytes < 0 ? "-" + Sizes.format(-bytes) : "+" + Sizes.format(bytes);
  }

  private static String shown(String value) {
    return value.isEmpty() ? "(not set)" : value;
  }
}
