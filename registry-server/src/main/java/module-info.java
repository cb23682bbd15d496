/// A registry that follows the OCI distribution specification.
module dev.jbuild.registry.server {
  requires static transitive org.jspecify;
  requires transitive dev.jbuild.image;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires org.eclipse.jetty.server;
}
