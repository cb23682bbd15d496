package dev.jbuild.engine.image;

import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which images a list or a clean-up is about: docker's `--filter KEY=VALUE`. Conditions of one key
/// are alternatives for `reference`, and add up otherwise.
///
/// `before`, `since` and `until` compare when images came into the store, as lists show it.
public final class ImageFilters {
  private static final String KNOWN = "dangling, label, label!, before, since, until, reference";

  private final Store store;
  private final List<Labels> labels = new ArrayList<>();
  private final List<Glob> references = new ArrayList<>();
  private Optional<Boolean> dangling = Optional.empty();
  private Instant from = Instant.MIN;
  private Instant to = Instant.MAX;
  private Instant until = Instant.MAX;

  private ImageFilters(Store store) {
    this.store = store;
  }

  /// Reads conditions.
  ///
  /// @throws IllegalArgumentException when one is malformed, or names an image that is not there
  public static ImageFilters parse(List<String> conditions, Store store, Instant now)
      throws IOException {
    ImageFilters filters = new ImageFilters(store);
    for (String condition : conditions) {
      int equals = condition.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException(
            "filter '" + condition + "' is not KEY=VALUE; keys are " + KNOWN);
      }
      filters.add(condition.substring(0, equals), condition.substring(equals + 1), now);
    }
    return filters;
  }

  private void add(String key, String value, Instant now) throws IOException {
    switch (key) {
      case "dangling" -> dangling = Optional.of(truth(value));
      case "label" -> labels.add(Labels.parse(value, false));
      case "label!" -> labels.add(Labels.parse(value, true));
      case "before" -> to = earlier(to, image(value).builtAt());
      case "since", "after" -> {
        Instant time = image(value).builtAt();
        from = time.isAfter(from) ? time : from;
      }
      case "until" -> until = earlier(until, Moments.parse(value, now));
      case "reference" -> references.add(new Glob(value));
      default ->
          throw new IllegalArgumentException(
              "filter '" + key + "' is not known; keys are " + KNOWN);
    }
  }

  private static Instant earlier(Instant first, Instant second) {
    return second.isBefore(first) ? second : first;
  }

  private static boolean truth(String value) {
    return switch (value) {
      case "true", "1", "t", "T", "True", "TRUE" -> true;
      case "false", "0", "f", "F", "False", "FALSE" -> false;
      default ->
          throw new IllegalArgumentException(
              "filter 'dangling=" + value + "' is neither true nor false");
    };
  }

  private Image image(String nameOrId) throws IOException {
    return store
        .images()
        .resolve(nameOrId)
        .orElseThrow(
            () -> new IllegalArgumentException("no such image: '" + nameOrId + "', in a filter"));
  }

  /// Whether conditions decide on images without names.
  public boolean saysDangling() {
    return dangling.isPresent();
  }

  /// Whether an image fits, leaving its names aside.
  public boolean accepts(Image image) throws IOException {
    if (dangling.isPresent() && dangling.get() != image.names().isEmpty()) {
      return false;
    }
    Instant built = image.builtAt();
    if (!built.isAfter(from) || !built.isBefore(to) || built.isAfter(until)) {
      return false;
    }
    return labels.isEmpty() || acceptsLabels(image);
  }

  private boolean acceptsLabels(Image image) throws IOException {
    Map<String, String> found =
        store.images().load(image.manifest(), image.platform()).config().value().config().labels();
    for (Labels wanted : labels) {
      if (!wanted.accepts(found)) {
        return false;
      }
    }
    return true;
  }

  /// Whether names matter.
  public boolean picksNames() {
    return !references.isEmpty();
  }

  /// Whether a name fits one of the patterns, with or without its tag; any does when there are
  /// none.
  public boolean accepts(Reference name) {
    for (Glob pattern : references) {
      if (pattern.matches(name.familiar())
          || pattern.matches(name.familiarRepository())
          || pattern.matches(name.toString())
          || pattern.matches(name.repository())) {
        return true;
      }
    }
    return references.isEmpty();
  }
}
