package dev.jbuild.builder.step;

import dev.jbuild.layer.Accounts;
import dev.jbuild.layer.LayerDraft;
import java.io.IOException;

/// Looks up owners in the image that a step stands on.
final class Owners {
  private Owners() {}

  /// Who `user[:group]` owns files as.
  static Accounts.Owner find(LayerDraft draft, String userAndGroup)
      throws IOException, StepException {
    try {
      return Accounts.of(draft.view()).owner(userAndGroup);
    } catch (IllegalArgumentException e) {
      throw new StepException(String.valueOf(e.getMessage()));
    }
  }
}
