/// Writing and reading directory trees in overlay form, below an open root and nowhere else.
///
/// [RootedTree] is where every name of an untrusted archive or build becomes a file: it resolves
/// parents through the tree and the layers below it, replaces what is there, marks whiteouts and
/// opaque directories, and sets the attributes of directories last. [OverlayForm] knows how
/// overlayfs marks things. All of it goes through file descriptors, never through path strings.
@NullMarked
package dev.jbuild.layer.tree;

import org.jspecify.annotations.NullMarked;
