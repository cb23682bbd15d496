package dev.jbuild.cli.command;

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
import dev.jbuild.engine.image.ImageFilters;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.nio.file.Path;
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

              Filters: dangling=true|false, label=KEY[=VALUE], label!=KEY[=VALUE], before=IMAGE,
              since=IMAGE, until=TIME, reference=PATTERN. Members for --format: .ID .Repository .Tag
              .Digest .CreatedSince .CreatedAt .Size.
              """)
          .options(ALL, DIGESTS, Listing.FILTER, Listing.FORMAT, NO_TRUNC, QUIET)
          .positionals(
              Positional.optional("REPOSITORY[:TAG]", "only images of this repository or name"))
          .example("jbuild images", "lists all images, latest first")
          .example("jbuild images -q busybox", "prints the IDs of all tags of busybox")
          .example(
              "jbuild images --format '{{.Repository}}:{{.Tag}} {{.Size}}' -f dangling=false",
              "prints names and sizes")
          .build();

  private record Row(String repository, String tag, String digest, Image image) {}

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, TemplateException {
    List<Row> rows = new ArrayList<>();
    try (Store store = Stores.open(invocation, arguments)) {
      Names names = Names.of(invocation, arguments, store);
      for (Image image : store.images().list(file -> warn(invocation, file))) {
        if (names.filters == null || names.filters.accepts(image)) {
          addRows(rows, image, names);
        }
      }
    }
    if (arguments.get(QUIET)) {
      printIds(invocation, rows, arguments.get(NO_TRUNC));
    } else if (arguments.has(Listing.FORMAT)) {
      invocation.streams().out().print(formatted(invocation, arguments, rows));
    } else {
      invocation.streams().out().print(table(invocation, arguments, rows));
    }
    return ExitCode.OK.number();
  }

  private static void warn(Invocation invocation, Path record) {
    invocation.warn(
        "'"
            + record
            + "' is damaged, so what it is about is not listed; see 'jbuild system check'");
  }

  /// Which names are shown; filters are only loaded when some are given.
  private record Names(@Nullable Reference wanted, @Nullable ImageFilters filters) {
    static Names of(Invocation invocation, Arguments arguments, Store store) throws IOException {
      String operand = arguments.operands().isEmpty() ? "" : arguments.operand(0);
      boolean pattern = operand.indexOf('*') >= 0 || operand.indexOf('?') >= 0;
      List<String> conditions = arguments.get(Listing.FILTER);
      if (pattern) {
        conditions = new ArrayList<>(conditions);
        conditions.add("reference=" + operand);
      }
      return new Names(
          operand.isEmpty() || pattern ? null : Reference.parse(operand),
          conditions.isEmpty()
              ? null
              : ImageFilters.parse(conditions, store, invocation.clock().instant()));
    }

    boolean all() {
      return wanted == null && (filters == null || !filters.picksNames());
    }

    boolean accept(Reference name) {
      return matches(name, wanted) && (filters == null || filters.accepts(name));
    }
  }

  private static void addRows(List<Row> rows, Image image, Names names) {
    boolean tagged = false;
    for (Reference name : image.names()) {
      if (name.tagOrNull() != null) {
        tagged = true;
        if (names.accept(name)) {
          String digest = digestIn(image, name.repository());
          rows.add(new Row(name.familiarRepository(), name.tagOrNull(), digest, image));
        }
      }
    }
    if (tagged) {
      return;
    }
    if (image.names().isEmpty() && names.all()) {
      rows.add(new Row(NONE, NONE, NONE, image));
    }
    for (Reference name : image.names()) {
      if (names.accept(name)) {
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

  private static String formatted(Invocation invocation, Arguments arguments, List<Row> rows)
      throws TemplateException {
    List<JsonObject> objects = new ArrayList<>();
    for (Row row : rows) {
      objects.add(
          ImageRows.row(
              row.image(),
              row.repository(),
              row.tag(),
              row.digest(),
              id(row.image(), arguments.get(NO_TRUNC)),
              invocation.clock().instant()));
    }
    String table = arguments.get(DIGESTS) ? ImageRows.TABLE_WITH_DIGESTS : ImageRows.TABLE;
    return new Listing(table, ImageRows.HEADINGS).render(arguments.get(Listing.FORMAT), objects);
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
