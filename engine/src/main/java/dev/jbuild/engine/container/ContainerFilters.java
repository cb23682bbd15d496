package dev.jbuild.engine.container;

import dev.jbuild.engine.image.Labels;
import dev.jbuild.engine.image.Moments;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which containers a list or a clean-up is about: docker's `--filter KEY=VALUE`. Conditions of one
/// key are alternatives, except for labels; those of different keys add up.
public final class ContainerFilters {
  private static final String KNOWN =
      "id, name, status, exited, ancestor, before, since, until, label, label!, volume";

  private final Containers containers;
  private final Store store;
  private final Instant now;
  private final Map<String, List<String>> conditions = new LinkedHashMap<>();

  private ContainerFilters(Containers containers, Store store, Instant now) {
    this.containers = containers;
    this.store = store;
    this.now = now;
  }

  /// Reads conditions.
  ///
  /// @throws IllegalArgumentException when one is malformed
  public static ContainerFilters parse(
      List<String> conditions, Containers containers, Store store, Instant now) {
    ContainerFilters filters = new ContainerFilters(containers, store, now);
    for (String condition : conditions) {
      int equals = condition.indexOf('=');
      String key = equals <= 0 ? "" : condition.substring(0, equals);
      if (!List.of(KNOWN.split(", ")).contains(key)) {
        throw new IllegalArgumentException(
            "filter '" + condition + "' is not KEY=VALUE with a key of " + KNOWN);
      }
      filters
          .conditions
          .computeIfAbsent(key, _ -> new ArrayList<>())
          .add(condition.substring(equals + 1));
    }
    return filters;
  }

  /// Whether conditions ask for containers in a certain state, also ones that do not run.
  public boolean asksForState() {
    return conditions.containsKey("status") || conditions.containsKey("exited");
  }

  /// Whether a container fits all conditions.
  ///
  /// @throws IllegalArgumentException when a condition names something that is not there
  public boolean accepts(Container container) throws IOException {
    for (Map.Entry<String, List<String>> condition : conditions.entrySet()) {
      if (!accepts(container, condition.getKey(), condition.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean accepts(Container container, String key, List<String> values) throws IOException {
    boolean all = key.startsWith("label");
    for (String value : values) {
      if (accepts(container, key, value) != all) {
        return !all;
      }
    }
    return all;
  }

  private boolean accepts(Container container, String key, String value) throws IOException {
    ContainerRecord record = container.record();
    return switch (key) {
      case "id" -> record.id().startsWith(value);
      case "name" -> named(record.name(), value);
      case "status" -> statusOf(container).equals(value);
      case "exited" ->
          container.state() instanceof ContainerState.Exited e
              && Integer.toString(e.exitCode()).equals(value);
      case "ancestor" -> isOf(record, value);
      case "before" -> record.created().isBefore(other(value).created());
      case "since" -> record.created().isAfter(other(value).created());
      case "until" -> record.created().isBefore(Moments.parse(value, now));
      case "label" -> Labels.parse(value, false).accepts(labels(record));
      case "label!" -> Labels.parse(value, true).accepts(labels(record));
      default -> record.volumes().contains(value);
    };
  }

  private static boolean named(String name, String wanted) {
    if (wanted.startsWith("^") || wanted.endsWith("$")) {
      boolean start = wanted.startsWith("^");
      boolean end = wanted.endsWith("$");
      String text = wanted.substring(start ? 1 : 0, wanted.length() - (end ? 1 : 0));
      text = text.startsWith("/") ? text.substring(1) : text;
      return start ? (end ? name.equals(text) : name.startsWith(text)) : name.endsWith(text);
    }
    return name.contains(wanted);
  }

  /// How docker calls the state of a container.
  public static String statusOf(Container container) {
    return switch (container.state()) {
      case ContainerState.Created _, ContainerState.NotStarted _ -> "created";
      case ContainerState.Running _ -> "running";
      case ContainerState.Exited _ -> "exited";
      case ContainerState.Lost _ -> "dead";
    };
  }

  private boolean isOf(ContainerRecord record, String image) throws IOException {
    Optional<Image> found = store.images().resolve(image);
    return found.isPresent()
        ? record.imageId().equals(found.get().id())
        : record.image().equals(image);
  }

  private ContainerRecord other(String nameOrId) throws IOException {
    return containers
        .find(nameOrId)
        .orElseThrow(() ->
            new IllegalArgumentException("no such container: '" + nameOrId + "', in a filter"))
        .record();
  }

  /// The labels of a container: those of its image, when that is still here.
  private Map<String, String> labels(ContainerRecord record) throws IOException {
    return labels(store, record);
  }

  /// The labels that a container has from its image; none when that is gone.
  public static Map<String, String> labels(Store store, ContainerRecord record) throws IOException {
    for (Image image : store.images().list()) {
      if (image.id().equals(record.imageId())) {
        try {
          return store
              .images()
              .load(image.manifest(), image.platform())
              .config()
              .value()
              .config()
              .labels();
        } catch (JsonException _) {
          return Map.of();
        }
      }
    }
    return Map.of();
  }
}
