package dev.jbuild.cli.command;

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
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `jbuild images`.
final class ImagesCommand implements Command {
  private static final String NONE = "<none>";

  private static final Option<Boolean> QUIET = Option.flag("-q --quiet", "Only print image IDs");
  private static final Option<Boolean> NO_TRUNC =
      Option.flag("--no-trunc", "Do not shorten image IDs");
  private static final Option<Boolean> DIGESTS =
      Option.flag("--digests", "Show the digests that images have in registries");
  private static final Option<Boolean> ALL =
      Option.flag("-a --all", "Accepted for docker's sake: all images are always shown");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("images", "List the images in the store")
          .description(
              """
              CREATED is when an image came into this store, by a build or a pull; 'jbuild inspect'
              shows what the image says of itself.
              """)
          .options(ALL, DIGESTS, NO_TRUNC, QUIET)
          .positionals(
              Positional.optional("REPOSITORY[:TAG]", "only images of this repository or name"))
          .example("jbuild images", "lists all images, latest first")
          .example("jbuild images -q busybox", "prints the IDs of all tags of busybox")
          .build();

  private record Row(String repository, String tag, String digest, Image image) {}

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException {
    Reference wanted = arguments.optionalOperand(0).map(Reference::parse).orElse(null);
    List<Row> rows = new ArrayList<>();
    try (Store store = Stores.open(invocation, arguments)) {
      for (Image image : store.images().list()) {
        addRows(rows, image, wanted);
      }
    }
    if (arguments.get(QUIET)) {
      printIds(invocation, rows, arguments.get(NO_TRUNC));
    } else {
      invocation.streams().out().print(table(invocation, arguments, rows));
    }
    return ExitCode.OK.number();
  }

  private static void addRows(List<Row> rows, Image image, @Nullable Reference wanted) {
    boolean tagged = false;
    for (Reference name : image.names()) {
      if (name.tagOrNull() != null) {
        tagged = true;
        if (matches(name, wanted)) {
          String digest = digestIn(image, name.repository());
          rows.add(new Row(name.familiarRepository(), name.tagOrNull(), digest, image));
        }
      }
    }
    if (tagged) {
      return;
    }
    if (image.names().isEmpty() && wanted == null) {
      rows.add(new Row(NONE, NONE, NONE, image));
    }
    for (Reference name : image.names()) {
      if (matches(name, wanted)) {
        String digest = String.valueOf(name.digestOrNull());
        rows.add(new Row(name.familiarRepository(), NONE, digest, image));
      }
    }
  }

  private static boolean matches(Reference name, @Nullable Reference wanted) {
    return wanted == null
        || (name.repository().equals(wanted.repository())
            && (wanted.tagOrNull() == null || wanted.tagOrNull().equals(name.tagOrNull()))
            && (wanted.digestOrNull() == null
                || wanted.digestOrNull().equals(name.digestOrNull())));
  }

  private static String digestIn(Image image, String repository) {
    for (Reference name : image.names()) {
      if (name.digestOrNull() != null && name.repository().equals(repository)) {
        return name.digestOrNull().toString();
      }
    }
    return NONE;
  }

  private static void printIds(Invocation invocation, List<Row> rows, boolean whole) {
    Set<String> ids = new LinkedHashSet<>();
    for (Row row : rows) {
      ids.add(id(row.image(), whole));
    }
    ids.forEach(invocation::println);
  }

  private static String table(Invocation invocation, Arguments arguments, List<Row> rows) {
    boolean digests = arguments.get(DIGESTS);
    boolean whole = arguments.get(NO_TRUNC);
    Table table =
        digests
            ? new Table("REPOSITORY", "TAG", "DIGEST", "IMAGE ID", "CREATED", "SIZE")
            : new Table("REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE");
    for (Row row : rows) {
      Image image = row.image();
      String created = Ages.since(image.builtAt(), invocation.clock().instant());
      String size = Sizes.format(image.size());
      if (digests) {
        table.add(row.repository(), row.tag(), row.digest(), id(image, whole), created, size);
      } else {
        table.add(row.repository(), row.tag(), id(image, whole), created, size);
      }
    }
    return table.render();
  }

  private static String id(Image image, boolean whole) {
    return whole ? image.id().toString() : image.id().shortHex();
  }
}
