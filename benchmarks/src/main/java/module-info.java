/// The place for benchmarks of inner loops; the scripts beside this module time whole commands.
module dev.jbuild.benchmarks {
  requires static transitive org.jspecify;
}
