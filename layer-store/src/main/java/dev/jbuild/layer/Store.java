package dev.jbuild.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// One store of images: content, unpacked layers, names and records below one directory.
///
/// Many threads and many processes may use one store at once. Whatever a call publishes is visible
/// to all of them whole or not at all, also when a process is killed in the middle. What a call
/// publishes survives a loss of power once [#sync()] has returned; [ImageStore#put] calls it before
/// it publishes, so an image with a name is always whole.
///
/// Nothing is kept for its own sake: content and layers that no name, record or live [Lease] leads
/// to go with the next [#collectGarbage()]. Take a lease before anything is added or looked up, and
/// hold it until a name or a record leads there.
public interface Store extends AutoCloseable {
  /// The directory of the store.
  Path root();

  /// Bytes by digest.
  ContentStore content();

  /// Unpacked layers by diff ID.
  LayerStore layers();

  /// Images and their names.
  ImageStore images();

  /// Stacks of layers mounted on the host.
  TreeMounts mounts();

  /// The records of one kind, such as `cache` or `containers`; each kind is a name space of its
  /// own.
  ///
  /// @param kind lower-case letters, digits and `-`
  Records records(String kind);

  /// Protects what is added or kept from now on from garbage collection, until closed.
  ///
  /// @param reason shown to those who ask why something is not collected, such as `build of app`
  Lease lease(String reason) throws IOException;

  /// Waits until all that this process has published is on stable storage, or can be unpacked again
  /// from what is. One call covers all threads; it is cheap when nothing was published since the
  /// last one.
  void sync() throws IOException;

  /// Removes what nothing leads to. Safe beside running builds and pulls. Records that cannot be
  /// read are told in the report; where nobody knows what one leads to, nothing is removed.
  GarbageReport collectGarbage() throws IOException;

  /// Says what [#collectGarbage()] would remove, and removes nothing.
  GarbageReport planGarbageCollection() throws IOException;

  /// Says what is in the store, how large it is, and what keeps it.
  StoreUsage usage() throws IOException;

  /// Checks that everything names lead to is there and has the bytes it should have. An empty list
  /// means that the store is sound.
  List<Finding> check() throws IOException;

  /// Makes a damaged store sound again, as far as that can be done without losing what can still be
  /// used.
  ///
  /// @return what was done and what could not be; empty when the store was sound
  List<Repair> repair() throws IOException;

  /// Lets go of temporary files and locks. Published things stay.
  @Override
  void close() throws IOException;
}
