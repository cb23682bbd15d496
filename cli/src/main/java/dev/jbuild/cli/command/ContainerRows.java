package dev.jbuild.cli.command;

import dev.jbuild.cli.template.TemplateFunction;
import dev.jbuild.cli.text.Ages;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.engine.container.Container;
import dev.jbuild.engine.container.ContainerFiles;
import dev.jbuild.engine.container.ContainerFilters;
import dev.jbuild.engine.container.ContainerRecord;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Containers as rows for templates, with docker's member names.
final class ContainerRows {
  static final Map<String, String> HEADINGS =
      Map.ofEntries(
          Map.entry("ID", "CONTAINER ID"),
          Map.entry("Image", "IMAGE"),
          Map.entry("Command", "COMMAND"),
          Map.entry("CreatedAt", "CREATED AT"),
          Map.entry("RunningFor", "CREATED"),
          Map.entry("Ports", "PORTS"),
          Map.entry("State", "STATE"),
          Map.entry("Status", "STATUS"),
          Map.entry("Size", "SIZE"),
          Map.entry("Names", "NAMES"),
          Map.entry("Labels", "LABELS"),
          Map.entry("Label", ""),
          Map.entry("Mounts", "MOUNTS"),
          Map.entry("Networks", "NETWORKS"),
          Map.entry("LocalVolumes", "LOCAL VOLUMES"));
  static final String TABLE =
      "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}";
  static final String TABLE_WITH_SIZE = TABLE + "\t{{.Size}}";

  private final Store store;
  private final Instant now;
  private final boolean sizes;

  /// @param sizes whether files are measured
  ContainerRows(Store store, Instant now, boolean sizes) {
    this.store = store;
    this.now = now;
    this.sizes = sizes;
  }

  JsonObject row(Container container, String id, String command, String status) throws IOException {
    ContainerRecord record = container.record();
    Map<String, String> labels = ContainerFilters.labels(store, record);
    List<String> all = new ArrayList<>();
    labels.forEach((key, value) -> all.add(key + "=" + value));
    TemplateFunction label =
        arguments -> {
          if (arguments.size() != 1) {
            throw new IllegalArgumentException(".Label needs the name of a label");
          }
          return labels.getOrDefault(String.valueOf(arguments.getFirst()), "");
        };
    return JsonObject.builder()
        .put("Command", command)
        .put("CreatedAt", ImageRows.time(record.created()))
        .put("ID", id)
        .put("Image", record.image())
        .put("Label", label)
        .put("Labels", String.join(",", all))
        .put("LocalVolumes", Integer.toString(record.volumes().size()))
        .put("Mounts", String.join(",", record.volumes()))
        .put("Names", record.name())
        .put("Networks", "")
        .put("Ports", "")
        .put("RunningFor", Ages.since(record.created(), now))
        .put("Size", sizes ? size(record) : "0B")
        .put("State", ContainerFilters.statusOf(container))
        .put("Status", status)
        .build();
  }

  private String size(ContainerRecord record) throws IOException {
    ContainerFiles.Size size = new ContainerFiles(store).size(record);
    return Sizes.format(size.changed())
        + " (virtual "
        + Sizes.format(size.changed() + size.image())
        + ")";
  }
}
