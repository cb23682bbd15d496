/// Benchmarks of inner loops, run by JMH; the scripts beside this module time whole commands. Start
/// with the script `benchmarks/jmh`, which runs those whose names match.
module dev.jbuild.benchmarks {
  requires static transitive org.jspecify;
  requires dev.jbuild.dockerfile;
  requires dev.jbuild.layer;
  requires jmh.core;
}
