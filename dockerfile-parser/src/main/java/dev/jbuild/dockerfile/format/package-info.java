/// Formats Dockerfiles without changing what they mean. Start at
/// [dev.jbuild.dockerfile.format.DockerfileFormatter].
@NullMarked
package dev.jbuild.dockerfile.format;

import org.jspecify.annotations.NullMarked;
