/// The build-time tool that turns the jars of the reactor into the distribution. Nothing of it is
/// shipped.
module dev.jbuild.packaging {
  requires org.apache.commons.compress;
  requires org.objectweb.asm;
  requires org.objectweb.asm.commons;
  requires static transitive org.jspecify;

  exports dev.jbuild.packaging;
}
