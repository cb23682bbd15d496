package dev.jbuild.builder.step;

import dev.jbuild.builder.tree.ContentKey;
import dev.jbuild.builder.tree.Selection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What a copy reads from, as far as it is needed.
public interface CopyInput {
  /// What was selected, and its digest.
  record Selected(List<Selection> selections, ContentKey key) {
    public Selected {
      selections = List.copyOf(selections);
    }
  }

  /// What stands for the whole root that is read from, when that can be told without reading; empty
  /// for the context.
  Optional<String> identity() throws IOException, InterruptedException;

  /// Selects and digests; may wait for a stage or fetch an image.
  Selected select() throws IOException, StepException, InterruptedException;
}
