/// A client of registries that follow the OCI distribution specification.
///
/// [dev.jbuild.registry.client.RegistryClient] is the contract, `HttpRegistryClient` of package
/// `http` the implementation, and `DockerConfig` of package `config` the place where credentials
/// are kept.
module dev.jbuild.registry.client {
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.dataformat.toml;
  requires transitive dev.jbuild.image;
  requires okhttp3;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;

  exports dev.jbuild.registry.client;
  exports dev.jbuild.registry.client.config;
  exports dev.jbuild.registry.client.http;
  exports dev.jbuild.registry.client.route;
}
