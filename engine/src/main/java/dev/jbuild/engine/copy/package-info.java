/// Copies images and artifacts from one place to another without the store: [ImageCopier] walks
/// from the manifest down and streams what the target lacks. A [Place] is a repository of a
/// registry, an OCI image layout in a directory, or an archive, which is taken apart in a [Staging]
/// store. Nothing is changed on the way, so digests stay, except that archives of docker's form
/// hold plain layers.
@NullMarked
package dev.jbuild.engine.copy;

import org.jspecify.annotations.NullMarked;
