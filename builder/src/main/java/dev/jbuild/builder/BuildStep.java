package dev.jbuild.builder;

import java.util.Objects;

/// One line of a build's progress: an instruction that does work, a base image, or a task of the
/// builder itself such as reading the Dockerfile.
///
/// @param number from 1, in the order of the list that is shown
/// @param name what is shown, such as `[build 2/5] RUN make` or `[internal] load build context`
public record BuildStep(int number, String name) {
  public BuildStep {
    Objects.requireNonNull(name);
    if (number < 1) {
      throw new IllegalArgumentException("step number " + number + " is not positive");
    }
  }
}
