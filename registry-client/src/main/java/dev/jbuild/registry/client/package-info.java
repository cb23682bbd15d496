/// The contracts of a client of container registries: [RegistryClient], what it moves
/// ([RawManifest], [BlobSource]), what it needs to know ([TransportSettings], [CredentialSource])
/// and how it fails ([RegistryException]). Start reading at [RegistryClient]; the implementation
/// over HTTP is opened with `HttpRegistryClient.open`. Nothing here knows HTTP libraries, files of
/// docker or the image store.
@NullMarked
package dev.jbuild.registry.client;

import org.jspecify.annotations.NullMarked;
