/// Copies images and artifacts from one place to another without the store: [ImageCopier] walks
/// from the manifest down and streams what the target lacks. A [Place] is a repository of a
/// registry or an OCI image layout in a directory. Nothing is unpacked or changed on the way, so
/// digests stay.
@NullMarked
package dev.jbuild.engine.copy;

import org.jspecify.annotations.NullMarked;
