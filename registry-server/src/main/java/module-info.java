/// A registry that follows the OCI distribution specification, to be started from a command line or
/// inside another program. Start with [dev.jbuild.registry.server.RegistryConfig].
module dev.jbuild.registry.server {
  requires static transitive org.jspecify;
  requires transitive dev.jbuild.image;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires org.eclipse.jetty.server;

  exports dev.jbuild.registry.server;
}
