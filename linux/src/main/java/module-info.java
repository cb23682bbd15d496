/// The only place of `java.lang.foreign`: thin, typed system calls, one class per family of man
/// pages. Nothing else in jbuild calls a `Linker`.
module dev.jbuild.linux {
  requires static transitive org.jspecify;
}
