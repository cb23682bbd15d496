package dev.jbuild.layer;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageManifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Unpacked layers, each kept once. Lists of layers are in the order of `rootfs.diff_ids`: lowest
/// first.
///
/// A layer that came from outside keeps the bytes it came as (see [#remember]); a layer that was
/// made here keeps none: its tar is a pure function of its directory and is written again when
/// wanted. Both give back the exact bytes that their digests promise, or an error.
public interface LayerStore {
  /// The layer with this key. One whose record is damaged is not there: making it again heals it.
  Optional<Layer> find(LayerId id) throws IOException;

  /// The layer with this diff ID, as it is when applied on these parents.
  Optional<Layer> find(Digest diffId, List<Layer> parents) throws IOException;

  /// All layers of an image, when all of them are there.
  Optional<List<Layer>> stack(List<Digest> diffIds) throws IOException;

  /// Unpacks a layer tar, plain, gzip or zstd as its first bytes tell, and publishes it.
  ///
  /// Entries stay inside the layer's directory whatever their names and links say. Parents that the
  /// tar does not have, and hard links to files it does not have, are taken from `parents`. When
  /// two processes apply one layer at once, one result is kept. The stream is read to its end but
  /// not closed.
  ///
  /// @param diffId what the uncompressed tar must have
  /// @throws ContentException.DigestMismatch when it has another; nothing is published then
  /// @throws ContentException.Corrupt when it is not a tar, or names something outside its root
  Layer apply(InputStream tar, Digest diffId, List<Layer> parents) throws IOException;

  /// The layers of an image, all unpacked: those that are not there yet are applied from the
  /// content store.
  ///
  /// @throws ContentException.NotFound when a layer is neither unpacked nor in the content store
  /// @throws ContentException.Corrupt when it is unpacked but its record is damaged, and it is not
  ///   in the content store
  List<Layer> unpack(ImageManifest manifest, ImageConfig config) throws IOException;

  /// Starts a layer on top of others. Its directory takes over the attributes of their root.
  LayerDraft draft(List<Layer> parents) throws IOException;

  /// Makes layers what an overlay needs, if they were unpacked by a process that could not: by root
  /// without CAP_SYS_ADMIN, for example. Whoever mounts layers, or copies them as their marks say,
  /// calls this first. It costs nothing for layers that have neither opaque directories nor
  /// stand-ins for devices.
  void prepare(List<Layer> layers) throws IOException;

  /// Writes the uncompressed tar.
  ///
  /// @throws ContentException.DigestMismatch when the bytes written are not those of the diff ID,
  ///   because the directory was changed
  void writeTar(Layer layer, OutputStream out) throws IOException;

  /// The layer's compressed form, in the content store. A form that is remembered is returned as it
  /// is: one that fits `wanted`, or any when `wanted` is null; else it is made and remembered.
  default Descriptor blob(Layer layer, @Nullable Compression wanted) throws IOException {
    return blob(layer, wanted, OutputStream.nullOutputStream());
  }

  /// The same; a form that has to be made is also written to `copy` as it comes into being, which
  /// gets nothing otherwise and is not closed.
  Descriptor blob(Layer layer, @Nullable Compression wanted, OutputStream copy) throws IOException;

  /// The form that [#blob] would return without making one.
  Optional<Descriptor> remembered(Layer layer, @Nullable Compression wanted) throws IOException;

  /// The forms of the layer that are remembered and still in the content store.
  List<Descriptor> blobs(Layer layer) throws IOException;

  /// Notes that content in the content store is this layer, as it came from a registry.
  void remember(Layer layer, Descriptor blob) throws IOException;

  /// Keeps a layer from outside in packed form: as the blob that it came as, should that have been
  /// lost, and in place of a plain tar, which goes with the next garbage collection. Does nothing
  /// for layers that were made here.
  ///
  /// @param blob what the layer came as just now
  void pack(Layer layer, Descriptor blob) throws IOException;

  /// All layers, in the order of their keys.
  List<Layer> list() throws IOException;
}
