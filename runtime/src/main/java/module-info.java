/// Runs a root file system in isolation: namespaces, cgroups, seccomp, and the native launcher.
module dev.jbuild.runtime {
  requires static transitive org.jspecify;
  requires transitive dev.jbuild.image;
  requires dev.jbuild.linux;
}
