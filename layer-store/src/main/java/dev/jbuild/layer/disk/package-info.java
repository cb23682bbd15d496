/// The store on disk. [DiskStore] opens it and wires the parts; layers, images, records, leases,
/// garbage collection and checks are one class each. Only [DiskStore] is for other modules, and
/// they only open it: all else goes through the contracts in `dev.jbuild.layer`.
///
/// Opening a store, listing and reading images must not load native code, zstd or commons-compress:
/// classes that do are only touched by the calls that need them.
@NullMarked
package dev.jbuild.layer.disk;

import org.jspecify.annotations.NullMarked;
