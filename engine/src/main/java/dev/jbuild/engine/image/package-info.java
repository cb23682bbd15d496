/// Images beyond pull and push: making one from a file system archive, and describing one in
/// docker's words. What concerns one image's bytes is the layer store's business.
@NullMarked
package dev.jbuild.engine.image;

import org.jspecify.annotations.NullMarked;
