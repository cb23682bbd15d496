package dev.jbuild.builder.step;

import dev.jbuild.builder.tree.DeepPattern;
import dev.jbuild.builder.tree.FileTree;
import dev.jbuild.builder.tree.InlineTree;
import dev.jbuild.builder.tree.NearNames;
import dev.jbuild.builder.tree.PathFilter;
import dev.jbuild.builder.tree.Selection;
import dev.jbuild.builder.tree.SourcePattern;
import dev.jbuild.dockerfile.plan.CopySource;
import dev.jbuild.dockerfile.plan.Operation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Finds what the source operands of `COPY` and `ADD` mean in a tree.
public final class SourceSelector {
  private final String where;
  private final FileTree tree;
  private final Instant now;

  /// A selector for one tree.
  ///
  /// @param where what error messages call the tree, such as `the build context`
  /// @param now the time that files show which are written in the Dockerfile
  public SourceSelector(String where, FileTree tree, Instant now) {
    this.where = where;
    this.tree = tree;
    this.now = now;
  }

  /// The selections of an operation, in the order of its sources.
  ///
  /// @throws StepException when a source that is no wildcard is not there
  public List<Selection> select(Operation.Copy copy) throws IOException, StepException {
    PathFilter excludes = Excludes.of(copy.excludes());
    List<Selection> selections = new ArrayList<>();
    for (CopySource source : copy.sources()) {
      switch (source) {
        case CopySource.Inline(String name, String content) -> {
          InlineTree file = new InlineTree(name, content, now);
          selections.addAll(select(file, SourcePattern.literal("/" + name), excludes));
        }
        case CopySource.Path path -> {
          if (path.pivot().isPresent()) {
            selections.add(withParents(path.pattern(), path.pivot().get(), excludes));
          } else {
            selections.addAll(select(tree, pattern(path.pattern()), excludes));
          }
        }
        case CopySource.Http http -> throw remote(http.url());
        case CopySource.Git git -> throw remote(git.url());
      }
    }
    return selections;
  }

  /// The selection of one path, as a bind mount names it.
  public Selection select(String path) throws IOException, StepException {
    return select(tree, SourcePattern.literal(path), PathFilter.NONE).getFirst();
  }

  private List<Selection> select(FileTree from, SourcePattern pattern, PathFilter excludes)
      throws IOException, StepException {
    List<SourcePattern.Match> matches = pattern.matches(from);
    if (matches.isEmpty() && !pattern.hasWildcards()) {
      throw missing(pattern.fixedPart());
    }
    List<Selection> selections = new ArrayList<>();
    for (SourcePattern.Match match : matches) {
      selections.add(Selection.of(from, match, excludes));
    }
    return selections;
  }

  private Selection withParents(String pattern, String pivot, PathFilter excludes)
      throws IOException, StepException {
    SourcePattern base = SourcePattern.literal(pivot);
    List<SourcePattern.Match> match = base.matches(tree);
    if (match.isEmpty()) {
      throw missing(base.fixedPart());
    }
    DeepPattern deep = DeepPattern.parse(pattern);
    Selection selection = Selection.of(tree, match.getFirst(), deep.and(excludes));
    if (selection.items().size() == 1 && !deep.hasWildcards()) {
      throw missing(base.fixedPart().isEmpty() ? pattern.substring(1) : base.fixedPart() + pattern);
    }
    return selection;
  }

  private static SourcePattern pattern(String text) throws StepException {
    try {
      return SourcePattern.parse(text);
    } catch (IllegalArgumentException e) {
      throw new StepException(String.valueOf(e.getMessage()));
    }
  }

  private StepException missing(String path) throws IOException {
    String advice = tree.explainMissing(path);
    if (advice.isEmpty()) {
      List<String> near = NearNames.of(tree, path);
      advice = near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "?";
    }
    return new StepException(
        "'%s' is not in %s%s".formatted(path, where, advice.isEmpty() ? "" : "; " + advice));
  }

  private static StepException remote(String url) {
    return new StepException(
        "ADD of '%s' is not possible: this version takes local files only; fetch it in a RUN step"
            .formatted(url));
  }
}
