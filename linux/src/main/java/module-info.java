/// The only place of `java.lang.foreign`: thin, typed system calls, one class per family of man
/// pages. Nothing else in jbuild calls a `Linker`.
///
/// Loading it costs a process 40 to 90 ms: commands that only list or run keep away from it.
module dev.jbuild.linux {
  requires static transitive org.jspecify;

  exports dev.jbuild.linux;
}
