/// Runs a root file system in isolation: namespaces, cgroups, seccomp, and the native launcher.
///
/// Start with [dev.jbuild.runtime.ContainerSpec], which says what to run, and
/// [dev.jbuild.runtime.ContainerRuntime], which runs it. Java decides everything and writes a plan;
/// the launcher, a small C program in `src/main/c`, only obeys.
module dev.jbuild.runtime {
  requires static transitive org.jspecify;
  requires transitive dev.jbuild.image;
  requires dev.jbuild.linux;

  exports dev.jbuild.runtime;
  exports dev.jbuild.runtime.cgroup;
  exports dev.jbuild.runtime.launch;
}
