package dev.jbuild.cli.command;

import dev.jbuild.cli.text.Ages;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.engine.container.ContainerFilters;
import dev.jbuild.engine.container.ContainerRecord;
import dev.jbuild.engine.usage.DiskUsage;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Image;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// What `jbuild system df -v --format` has for templates, with docker's member names.
final class DiskUsageRows {
  private final Instant now;

  private DiskUsageRows(Instant now) {
    this.now = now;
  }

  static JsonObject of(DiskUsage usage, Instant now) {
    DiskUsageRows rows = new DiskUsageRows(now);
    return JsonObject.builder()
        .put("Images", list(usage.imageSizes().stream().map(rows::image)))
        .put("Containers", list(usage.containerSizes().stream().map(rows::container)))
        .put("Volumes", list(usage.volumeSizes().stream().map(DiskUsageRows::volume)))
        .put("BuildCache", list(usage.steps().stream().map(rows::step)))
        .build();
  }

  private static List<JsonObject> list(Stream<JsonObject> rows) {
    return rows.toList();
  }

  private JsonObject image(DiskUsage.ImageSize size) {
    Image image = size.image();
    List<Reference> tags = image.tags();
    return JsonObject.builder()
        .put("Containers", Integer.toString(size.containers()))
        .put("CreatedAt", ImageRows.time(image.builtAt()))
        .put("CreatedSince", Ages.since(image.builtAt(), now))
        .put("ID", image.id().toString())
        .put("Repository", tags.isEmpty() ? "<none>" : tags.getFirst().familiarRepository())
        .put("SharedSize", Sizes.format(size.shared()))
        .put("Size", Sizes.format(size.shared() + size.unique()))
        .put("Tag", tags.isEmpty() ? "<none>" : tags.getFirst().target())
        .put("UniqueSize", Sizes.format(size.unique()))
        .build();
  }

  private JsonObject container(DiskUsage.ContainerSize size) {
    ContainerRecord record = size.container().record();
    return JsonObject.builder()
        .put("Command", PsCommand.command(record, true))
        .put("CreatedAt", ImageRows.time(record.created()))
        .put("ID", record.id())
        .put("Image", record.image())
        .put("LocalVolumes", Integer.toString(record.volumes().size()))
        .put("Names", record.name())
        .put("RunningFor", Ages.since(record.created(), now))
        .put("Size", Sizes.format(size.size()))
        .put("State", ContainerFilters.statusOf(size.container()))
        .put("Status", PsCommand.status(size.container().state(), now))
        .build();
  }

  private static JsonObject volume(DiskUsage.VolumeSize size) {
    return JsonObject.builder()
        .put("Links", Integer.toString(size.links()))
        .put("Name", size.name())
        .put("Size", Sizes.format(size.size()))
        .build();
  }

  private JsonObject step(DiskUsage.StepSize step) {
    return JsonObject.builder()
        .put("CreatedAt", ImageRows.time(step.created()))
        .put("CreatedSince", Ages.since(step.created(), now))
        .put("Description", step.step())
        .put("ID", step.key())
        .put("LastUsedAt", ImageRows.time(step.used()))
        .put("LastUsedSince", Ages.since(step.used(), now))
        .put("Shared", Boolean.toString(step.shared()))
        .put("Size", Sizes.format(step.size()))
        .build();
  }
}
