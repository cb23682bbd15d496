/// Reads Dockerfiles: text to tree, tree to typed instructions, ignore patterns and word expansion.
/// Depends on the JDK alone.
module dev.jbuild.dockerfile {
  requires static transitive org.jspecify;
}
