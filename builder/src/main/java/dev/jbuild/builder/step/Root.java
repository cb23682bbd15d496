package dev.jbuild.builder.step;

import dev.jbuild.builder.ResolvedImage;
import dev.jbuild.image.Digest;
import dev.jbuild.layer.Layer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What a stage stands on: an image, or nothing.
public interface Root {
  /// `FROM scratch`.
  Root SCRATCH =
      new Root() {
        @Override
        public Optional<ResolvedImage> image() {
          return Optional.empty();
        }

        @Override
        public List<Digest> diffIds() {
          return List.of();
        }

        @Override
        public List<Layer> layers() {
          return List.of();
        }
      };

  /// The image, unless it is scratch.
  Optional<ResolvedImage> image();

  /// The diff IDs of its layers, lowest first, without fetching anything.
  List<Digest> diffIds();

  /// Its layers, lowest first, fetched if they are not there.
  List<Layer> layers() throws IOException, InterruptedException;
}
