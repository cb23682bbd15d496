/// The vocabulary of OCI images: digests, descriptors, manifests, indexes, configs, platforms and
/// references as immutable values, and the JSON codec that reads and writes them.
///
/// Every other module speaks in these types. Start with [dev.jbuild.image.Descriptor] and
/// [dev.jbuild.image.ImageManifest]; the codec is [dev.jbuild.image.json.ImageJson].
module dev.jbuild.image {
  requires com.fasterxml.jackson.core;
  requires static transitive org.jspecify;

  exports dev.jbuild.image;
  exports dev.jbuild.image.json;
}
