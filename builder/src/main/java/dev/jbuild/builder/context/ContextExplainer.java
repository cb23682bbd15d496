package dev.jbuild.builder.context;

import dev.jbuild.builder.ContextReport;
import dev.jbuild.builder.ContextReport.Decision;
import dev.jbuild.builder.ContextReport.Directory;
import dev.jbuild.builder.ContextReport.Item;
import dev.jbuild.builder.ContextReport.Total;
import dev.jbuild.builder.tree.IoReason;
import dev.jbuild.dockerfile.ignore.IgnoreDecisions;
import dev.jbuild.dockerfile.ignore.IgnorePattern;
import dev.jbuild.dockerfile.ignore.IgnorePatterns;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Walks a context and notes for each path which pattern decided about it. Directories that are
/// excluded are not entered when nothing below them can be brought back.
public final class ContextExplainer {
  private final IgnorePatterns patterns;
  private final IgnoreDecisions decisions;
  private final Map<IgnorePattern, List<Item>> decided = new HashMap<>();
  private final Map<String, Total> directories = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private Total excluded = Total.NONE;

  private ContextExplainer(IgnorePatterns patterns) {
    this.patterns = patterns;
    this.decisions = new IgnoreDecisions(patterns);
  }

  /// Explains a context.
  public static ContextReport explain(Path root, Optional<IgnoreFile> ignore) {
    ContextExplainer explainer =
        new ContextExplainer(ignore.map(IgnoreFile::patterns).orElse(IgnorePatterns.NONE));
    explainer.walk(root, "", null);
    return explainer.report(ignore.map(IgnoreFile::name).orElse(""));
  }

  private ContextReport report(String ignoreFile) {
    Total included = directories.values().stream().reduce(Total.NONE, Total::plus);
    return new ContextReport(
        ignoreFile,
        included,
        directories.entrySet().stream().map(e -> new Directory(e.getKey(), e.getValue())).toList(),
        excluded,
        patterns.patterns().stream()
            .map(p -> new Decision(p, decided.getOrDefault(p, List.of())))
            .toList(),
        problems);
  }

  /// What was found in a directory or is a file.
  ///
  /// @param items what is to be listed of it when it is not listed as a whole
  /// @param uniform whether everything in it was decided by the same pattern as itself
  private record Found(
      Item whole,
      @Nullable IgnorePattern by,
      boolean uniform,
      Map<IgnorePattern, List<Item>> items) {}

  /// @param by what decided about the directory, null for nothing
  private Found walk(Path directory, String path, @Nullable IgnorePattern by) {
    Total total = Total.NONE;
    boolean uniform = true;
    Map<IgnorePattern, List<Item>> items = new HashMap<>();
    for (Path child : children(directory, path)) {
      String name = child.getFileName().toString();
      Found found = look(child, path.isEmpty() ? name : path + "/" + name);
      if (found == null) {
        continue;
      }
      total = total.plus(found.whole.total());
      uniform &= found.uniform && Objects.equals(found.by, by) && found.whole.lookedInto();
      list(found, items);
    }
    Found whole = new Found(new Item(path, true, true, total), by, uniform, items);
    if (path.isEmpty()) {
      items.forEach((pattern, all) -> decided.put(pattern, all));
    }
    return whole;
  }

  private static void list(Found found, Map<IgnorePattern, List<Item>> items) {
    IgnorePattern by = found.by;
    if (found.uniform) {
      if (by != null) {
        items.computeIfAbsent(by, _ -> new ArrayList<>()).add(found.whole);
      }
      return;
    }
    found.items.forEach(
        (pattern, all) -> items.computeIfAbsent(pattern, _ -> new ArrayList<>()).addAll(all));
  }

  private @Nullable Found look(Path file, String path) {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      problems.add("'" + path + "': " + IoReason.of(e));
      return null;
    }
    IgnorePattern by = decisions.decisive(path).orElse(null);
    boolean out = by != null && !by.includes();
    if (attributes.isDirectory()) {
      if (out && !decisions.mayIncludeBelow(path)) {
        return new Found(new Item(path, true, false, Total.NONE), by, true, Map.of());
      }
      return walk(file, path, by);
    }
    Total total = new Total(1, attributes.isRegularFile() ? attributes.size() : 0);
    if (out) {
      excluded = excluded.plus(total);
    } else {
      int slash = path.indexOf('/');
      directories.merge(slash < 0 ? "." : path.substring(0, slash), total, Total::plus);
    }
    return new Found(new Item(path, false, true, total), by, true, Map.of());
  }

  private List<Path> children(Path directory, String path) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      problems.add("'" + path + "': " + IoReason.of(Objects.requireNonNull(e.getCause())));
    } catch (IOException e) {
      problems.add("'" + path + "': " + IoReason.of(e));
    }
    children.sort(Comparator.comparing(Path::getFileName));
    return children;
  }
}
