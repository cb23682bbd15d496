package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.Runtimes;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.container.Container;
import dev.jbuild.engine.usage.PrunePlan;
import dev.jbuild.engine.usage.PruneRequest;
import dev.jbuild.engine.usage.Pruner;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/// What the commands that clean up have in common: they ask, or show what they would do, and tell
/// what they did.
final class Pruning {
  static final Option<Boolean> FORCE = Option.flag("-f --force", "Do not ask");
  static final Option<Boolean> DRY_RUN =
      Option.flag("--dry-run", "Remove nothing; say what would go, and why the rest stays");
  static final Option<List<String>> FILTER =
      Option.repeated(
          "--filter", "KEY=VALUE", "Only what fits: until=TIME, label=KEY[=VALUE], label!=KEY");

  private Pruning() {}

  /// Cleans up what fits the conditions.
  ///
  /// @param about what goes, in words, one line each
  static int run(Invocation invocation, Arguments arguments, PruneRequest asked, List<String> about)
      throws Exception {
    PruneRequest request = asked.withFilters(arguments.get(FILTER));
    try (Store store = Stores.open(invocation, arguments)) {
      Pruner pruner = new Pruner(store, Runtimes.containers(invocation, store), invocation.clock());
      PrunePlan plan = pruner.plan(request);
      if (arguments.get(DRY_RUN)) {
        foretell(invocation, plan);
        return ExitCode.OK.number();
      }
      if (!arguments.get(FORCE)) {
        if (!confirmed(invocation, about)) {
          return ExitCode.OK.number();
        }
        plan = pruner.plan(request); // the answer may have taken a while
      }
      PrunePlan last = plan;
      long bytes = Interruption.allow(invocation, () -> pruner.carryOut(last));
      tell(invocation, last, bytes);
    }
    return ExitCode.OK.number();
  }

  private static boolean confirmed(Invocation invocation, List<String> about) throws IOException {
    invocation.println("WARNING! This will remove:");
    about.forEach(line -> invocation.println("  - " + line));
    invocation.println("");
    invocation.streams().out().print("Are you sure you want to continue? [y/N] ");
    invocation.streams().out().flush();
    String answer = line(invocation.streams().in()).strip().toLowerCase(Locale.ROOT);
    return answer.equals("y") || answer.equals("yes");
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n' && line.length() < 100; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private static void tell(Invocation invocation, PrunePlan plan, long bytes) {
    section(invocation, "Deleted Containers:", plan.containers().isEmpty());
    plan.containers().forEach(c -> invocation.println(c.record().id()));
    section(invocation, "Deleted Volumes:", plan.volumes().isEmpty());
    plan.volumes().forEach(invocation::println);
    section(invocation, "Deleted Images:", plan.images().isEmpty());
    for (Image image : plan.images()) {
      for (Reference name : image.names()) {
        invocation.println("untagged: " + name.familiar());
      }
      invocation.println("deleted: " + image.id());
    }
    section(invocation, "Deleted build cache objects:", plan.steps().isEmpty());
    plan.steps().forEach(step -> invocation.println(step.key().substring(0, 12)));
    invocation.println(
        (plan.isEmpty() ? "" : "\n") + "Total reclaimed space: " + Sizes.format(bytes));
  }

  private static void section(Invocation invocation, String title, boolean empty) {
    if (!empty) {
      invocation.println(title);
    }
  }

  private static void foretell(Invocation invocation, PrunePlan plan) {
    invocation.println(plan.isEmpty() ? "Nothing would go" : "Would go:");
    for (Container container : plan.containers()) {
      invocation.println("  container '" + container.record().name() + "'");
    }
    plan.volumes().forEach(volume -> invocation.println("  volume '" + volume + "'"));
    for (Image image : plan.images()) {
      String name =
          image.names().isEmpty()
              ? image.id().shortHex() + " (no name)"
              : "'" + image.names().getFirst().familiar() + "'";
      invocation.println("  image " + name + ", " + Sizes.format(image.size()));
    }
    for (PrunePlan.Step step : plan.steps()) {
      invocation.println("  step '" + step.instruction() + "', " + Sizes.format(step.size()));
    }
    if (!plan.kept().isEmpty()) {
      invocation.println("Would stay:");
    }
    for (PrunePlan.Kept kept : plan.kept()) {
      invocation.println("  " + kept.what() + ": " + kept.why());
    }
    invocation.println("Space that would be reclaimed: " + Sizes.format(plan.bytes()));
  }
}
