/// Value types of the OCI image specification, one vocabulary in one package. Start reading at
/// [Descriptor], [ImageManifest] and [ImageConfig]. Nothing here does I/O and nothing knows JSON;
/// the codec lives in `dev.jbuild.image.json`.
@NullMarked
package dev.jbuild.image;

import org.jspecify.annotations.NullMarked;
