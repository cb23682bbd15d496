package dev.jbuild.builder.mount;

import dev.jbuild.builder.step.CopyInput;
import dev.jbuild.builder.step.StepException;
import dev.jbuild.dockerfile.plan.Mount;
import dev.jbuild.dockerfile.plan.Origin;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import java.io.IOException;

/// What mounts need from the build they belong to.
public interface MountSources {
  /// A path of the context, a stage or an image.
  ///
  /// @param owner the mount that wants it
  CopyInput input(Mount owner, Origin from, String path);

  /// A layer that holds nothing but what was selected, as [TreeStep#place] says. Equal selections
  /// give the same layer.
  Layer layer(CopyInput.Selected selected) throws IOException, StepException, InterruptedException;

  /// An empty draft, for files that are thrown away.
  LayerDraft scratch() throws IOException;
}
