package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.text.Ages;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.cli.text.Table;
import dev.jbuild.engine.container.ContainerRecord;
import dev.jbuild.engine.usage.DiskUsage;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import java.time.Instant;
import java.util.List;

/// The tables of `jbuild system df -v`.
final class DiskUsageTables {
  private static final int SHORT = 40;

  private final DiskUsage usage;
  private final Instant now;

  DiskUsageTables(DiskUsage usage, Instant now) {
    this.usage = usage;
    this.now = now;
  }

  void print(Invocation invocation) {
    section(invocation, "Images space usage:", images());
    section(invocation, "Containers space usage:", containers());
    section(invocation, "Local Volumes space usage:", volumes());
    long cache = usage.sums().get(3).size();
    section(invocation, "Build cache usage: " + Sizes.format(cache), steps());
    DiskUsage.Sum leftOvers = usage.sums().getLast();
    invocation.println("Left-overs: " + Sizes.format(leftOvers.size()));
    invocation.println("Total: " + Sizes.format(usage.total()) + " in " + usage.root());
  }

  private static void section(Invocation invocation, String title, Table table) {
    invocation.println(title + "\n");
    invocation.println(table.render());
  }

  private Table images() {
    Table table =
        new Table(
            "REPOSITORY",
            "TAG",
            "IMAGE ID",
            "CREATED",
            "SIZE",
            "SHARED SIZE",
            "UNIQUE SIZE",
            "CONTAINERS");
    for (DiskUsage.ImageSize size : usage.imageSizes()) {
      Image image = size.image();
      List<Reference> tags = image.tags();
      table.add(
          tags.isEmpty() ? "<none>" : tags.getFirst().familiarRepository(),
          tags.isEmpty() ? "<none>" : tags.getFirst().target(),
          image.id().shortHex(),
          Ages.since(image.builtAt(), now),
          Sizes.format(size.shared() + size.unique()),
          Sizes.format(size.shared()),
          Sizes.format(size.unique()),
          Integer.toString(size.containers()));
    }
    return table;
  }

  private Table containers() {
    Table table =
        new Table(
            "CONTAINER ID",
            "IMAGE",
            "COMMAND",
            "LOCAL VOLUMES",
            "SIZE",
            "CREATED",
            "STATUS",
            "NAMES");
    for (DiskUsage.ContainerSize size : usage.containerSizes()) {
      ContainerRecord record = size.container().record();
      table.add(
          record.shortId(),
          record.image(),
          PsCommand.command(record, false),
          Integer.toString(record.volumes().size()),
          Sizes.format(size.size()),
          Ages.since(record.created(), now),
          PsCommand.status(size.container().state(), now),
          record.name());
    }
    return table;
  }

  private Table volumes() {
    Table table = new Table("VOLUME NAME", "LINKS", "SIZE");
    for (DiskUsage.VolumeSize size : usage.volumeSizes()) {
      table.add(size.name(), Integer.toString(size.links()), Sizes.format(size.size()));
    }
    return table;
  }

  private Table steps() {
    Table table = new Table("CACHE ID", "STEP", "SIZE", "CREATED", "LAST USED", "SHARED");
    for (DiskUsage.StepSize step : usage.steps()) {
      table.add(
          step.key().substring(0, 12),
          shortened(step.step(), SHORT),
          Sizes.format(step.size()),
          Ages.since(step.created(), now),
          Ages.since(step.used(), now),
          Boolean.toString(step.shared()));
    }
    return table;
  }

  private static String shortened(String text, int most) {
    String line = text.replace('\n', ' ').replace('\t', ' ');
    return line.length() > most ? line.substring(0, most - 1) + "…" : line;
  }
}
