/// A client of registries that follow the OCI distribution specification.
module dev.jbuild.registry.client {
  requires static transitive org.jspecify;
  requires transitive dev.jbuild.image;
  requires okhttp3;
}
