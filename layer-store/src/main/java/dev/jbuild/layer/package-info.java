/// The contracts of the content-addressed union-layer store, and the values they speak in.
///
/// Start at [Store]: it hands out the [ContentStore] (bytes by digest), the [LayerStore] (unpacked
/// layers by diff ID), the [ImageStore] (names) and [Records] (small JSON documents of other
/// modules). [UnionView] and [Accounts] read a stack of layers without mounting it. The
/// implementation on disk is opened with `dev.jbuild.layer.disk.DiskStore`; nothing in this package
/// knows it.
@NullMarked
package dev.jbuild.layer;

import org.jspecify.annotations.NullMarked;
