/// JMH benchmarks of the hot paths; the scripts beside this module time whole commands.
module dev.jbuild.benchmarks {
  requires static transitive org.jspecify;
}
