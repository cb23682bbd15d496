/// How the store uses files: where things lie ([StorePaths]), locks between processes
/// ([StoreLocks]), a process's own corner for temporary things ([Session]), whole-or-nothing
/// replacement ([AtomicFiles]) and the barrier before publishing ([Durability]). Nothing here knows
/// what a layer or an image is, and nothing loads native code except a barrier over whole trees.
@NullMarked
package dev.jbuild.layer.file;

import org.jspecify.annotations.NullMarked;
