package dev.jbuild.layer;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Images of the store and their names.
///
/// An image is a manifest (or an index) that was put here; it stays until it is removed, also
/// without a name. A name leads to one image; putting a name that exists moves it, and what it led
/// to before stays as a dangling image. Publishing is the last step of every build and pull: all
/// content must be in the store before [#put].
public interface ImageStore {
  /// Publishes an image under names, each with a tag or a digest, after [Store#sync()]. Without
  /// names it becomes a dangling image.
  ///
  /// @throws ContentException.NotFound when its manifest or configuration is not in the store
  Image put(List<Reference> names, Descriptor manifest, Instant builtAt) throws IOException;

  /// Publishes an image under a name.
  ///
  /// @throws ContentException.NotFound when its manifest or configuration is not in the store
  default Image put(Reference name, Descriptor manifest, Instant builtAt) throws IOException {
    return put(List.of(name), manifest, builtAt);
  }

  /// The image that a user means: a name (`busybox`, `localhost:5000/app:1`, `app@sha256:...`), an
  /// image ID with or without `sha256:`, or the first digits of one.
  ///
  /// @throws ContentException.Ambiguous when the digits fit several images
  /// @throws IllegalArgumentException when the text is neither a name nor an ID
  Optional<Image> resolve(String nameOrId) throws IOException;

  /// The image with exactly this name; `latest` is assumed where there is neither tag nor digest.
  Optional<Image> find(Reference name) throws IOException;

  /// All images whose records can be read, latest built first.
  default List<Image> list() throws IOException {
    return list(_ -> {});
  }

  /// The same.
  ///
  /// @param damaged is told the file of each record that is left out, for it cannot be read
  List<Image> list(Consumer<Path> damaged) throws IOException;

  /// Takes a name away. The image stays, perhaps dangling.
  ///
  /// @return whether there was such a name
  boolean untag(Reference name) throws IOException;

  /// Removes an image with all its names. Its content goes with the next garbage collection unless
  /// something else leads there.
  void remove(Image image) throws IOException;

  /// Removes what is left of an image whose record, or the record of its name, cannot be read: that
  /// name and, if it can be told which image it is, all others and the record.
  ///
  /// @return the names that went; empty when there is no such name
  List<Reference> removeDamaged(Reference name) throws IOException;

  /// Reads the documents of an image; from an index, those for the platform.
  ///
  /// @throws ContentException.NotFound when a document is not in the store, as is usual for the
  ///   platforms of an index that were not pulled
  LoadedImage load(Descriptor manifestOrIndex, Platform platform) throws IOException;

  /// Reads the documents of an image; from an index, those for this machine, or else the first that
  /// are in the store.
  ///
  /// @throws ContentException.NotFound when a document is not in the store
  LoadedImage loadAny(Descriptor manifestOrIndex) throws IOException;

  /// Writes the documents of a new image into the content store: the configuration, with the diff
  /// IDs of these layers, and a manifest. [#put] publishes it.
  ///
  /// The manifest names a layer that came from outside by the blob it came as. A layer that was
  /// made here stands in it as plain tar, with its diff ID as digest, and is compressed when
  /// [#pack] is asked for it.
  ///
  /// @return the descriptor of the manifest
  Descriptor assemble(ImageConfig config, List<Layer> layers) throws IOException;

  /// The image in the form in which it leaves the store: with every layer in the content store. A
  /// layer that is not there, or is there as plain tar only, is compressed, and the manifest is
  /// written anew if that changes it. The configuration, and so the image ID, stays.
  ///
  /// @throws ContentException.NotFound when a layer is neither unpacked nor in the content store
  LoadedImage pack(LoadedImage image, Compression compression) throws IOException;
}
