package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.template.Template;
import dev.jbuild.cli.template.TemplateException;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.cli.text.Table;
import dev.jbuild.cli.wiring.Runtimes;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.usage.DiskUsage;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `jbuild system df`.
final class SystemDfCommand implements Command {
  private static final Option<Boolean> VERBOSE =
      Option.flag("-v --verbose", "Show each image, container, volume and cached step");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("system df", "Show how much space what takes")
          .description(
              """
              Every byte is counted once: with the images if one needs it, else with the build cache,
              else with the containers. Left-overs is what broken processes and downloads left.
              RECLAIMABLE is what 'jbuild system prune -a' would give back.

              Members for --format: .Type .TotalCount .Active .Size .Reclaimable; with -v .Images
              .Containers .Volumes .BuildCache, which are lists.
              """)
          .options(Listing.FORMAT, VERBOSE)
          .example("jbuild system df", "sums up images, containers, volumes and build cache")
          .example("jbuild system df -v", "lists each with its size")
          .example(
              "jbuild system df -v --format '{{range .Images}}{{.ID}} {{.UniqueSize}}{{println}}{{end}}'",
              "prints what each image has of its own")
          .example("jbuild system df --format '{{.Type}}: {{.Size}}'", "prints sizes only")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, TemplateException {
    boolean verbose = arguments.get(VERBOSE);
    try (Store store = Stores.open(invocation, arguments)) {
      DiskUsage usage = DiskUsage.of(store, Runtimes.containers(invocation, store));
      String format = arguments.get(Listing.FORMAT);
      if (verbose && !format.equals("table")) {
        JsonObject details = DiskUsageRows.of(usage, invocation.clock().instant());
        Template template = Template.parse(format.equals("json") ? "{{json .}}" : format);
        invocation.println(template.render(details));
      } else if (verbose) {
        new DiskUsageTables(usage, invocation.clock().instant()).print(invocation);
      } else if (arguments.has(Listing.FORMAT)) {
        String table = "{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}";
        Map<String, String> headings =
            Map.of(
                "Type", "TYPE",
                "TotalCount", "TOTAL",
                "Active", "ACTIVE",
                "Size", "SIZE",
                "Reclaimable", "RECLAIMABLE");
        Listing listing = new Listing(table, headings);
        invocation.streams().out().print(listing.render(format, rows(usage)));
      } else {
        Table table = new Table("TYPE", "TOTAL", "ACTIVE", "SIZE", "RECLAIMABLE");
        for (DiskUsage.Sum sum : shown(usage)) {
          table.add(
              sum.type(),
              Integer.toString(sum.total()),
              Integer.toString(sum.active()),
              Sizes.format(sum.size()),
              reclaimable(sum));
        }
        invocation.streams().out().print(table.render());
      }
    }
    return ExitCode.OK.number();
  }

  /// Left-overs are only shown when there are some.
  private static List<DiskUsage.Sum> shown(DiskUsage usage) {
    List<DiskUsage.Sum> sums = new ArrayList<>(usage.sums());
    DiskUsage.Sum leftOvers = sums.getLast();
    if (leftOvers.total() == 0 && leftOvers.size() == 0) {
      sums.removeLast();
    }
    return sums;
  }

  private static String reclaimable(DiskUsage.Sum sum) {
    String bytes = Sizes.format(sum.reclaimable());
    return sum.size() == 0 ? bytes : bytes + " (" + sum.reclaimable() * 100 / sum.size() + "%)";
  }

  private static List<JsonObject> rows(DiskUsage usage) {
    List<JsonObject> rows = new ArrayList<>();
    for (DiskUsage.Sum sum : shown(usage)) {
      rows.add(
          JsonObject.builder()
              .put("Active", Integer.toString(sum.active()))
              .put("Reclaimable", reclaimable(sum))
              .put("Size", Sizes.format(sum.size()))
              .put("TotalCount", Integer.toString(sum.total()))
              .put("Type", sum.type())
              .build());
    }
    return rows;
  }
}
