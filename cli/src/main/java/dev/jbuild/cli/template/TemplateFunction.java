package dev.jbuild.cli.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A member of the data that takes arguments, such as `.Label "name"`.
@FunctionalInterface
public interface TemplateFunction {
  /// Computes the value.
  ///
  /// @throws IllegalArgumentException saying what was expected
  @Nullable Object call(List<? extends @Nullable Object> arguments);
}
