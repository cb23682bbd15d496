package dev.jbuild.builder;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Layer;
import java.io.IOException;
import java.util.List;

/// An image that a build stands on: its configuration now, its layers when a step needs them.
public interface ResolvedImage {
  /// The name it was found under.
  Reference name();

  /// The configuration; its digest is the image ID.
  Encoded<ImageConfig> config();

  /// The manifest's entries for the layers, as they were pulled or built, lowest first.
  List<Descriptor> descriptors();

  /// The layers in the store, lowest first, one for each diff ID of the configuration. Fetches and
  /// unpacks what is missing; a fully cached build never calls it.
  ///
  /// @throws IOException when a layer cannot be fetched or is damaged
  List<Layer> layers() throws IOException, InterruptedException;
}
