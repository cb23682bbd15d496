package dev.jbuild.builder.solve;

import dev.jbuild.builder.step.CopyInput;
import dev.jbuild.builder.step.SourceSelector;
import dev.jbuild.builder.step.StepException;
import dev.jbuild.builder.tree.ContentKey;
import dev.jbuild.builder.tree.FileTree;
import dev.jbuild.builder.tree.Selection;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An input that is selected from a tree when it is asked for.
///
/// @param identity what stands for the whole tree, empty for the context
/// @param where what error messages call the tree
record SelectedInput(
    Optional<String> identity, String where, Trees tree, Instant now, Operand operand)
    implements CopyInput {

  /// Gets a tree, perhaps after waiting for it.
  @FunctionalInterface
  interface Trees {
    FileTree get() throws IOException, InterruptedException;
  }

  /// Picks from a tree what an instruction names.
  @FunctionalInterface
  interface Operand {
    List<Selection> select(SourceSelector selector) throws IOException, StepException;
  }

  @Override
  public Selected select() throws IOException, StepException, InterruptedException {
    List<Selection> selections = operand.select(new SourceSelector(where, tree.get(), now));
    return new Selected(selections, ContentKey.of(selections));
  }
}
