/// Manifests as the registry treats them: [ManifestReader] checks one that is pushed and finds what
/// it refers to, [Manifests] stores and finds them. The bytes are kept as they came.
@NullMarked
package dev.jbuild.registry.server.manifest;

import org.jspecify.annotations.NullMarked;
