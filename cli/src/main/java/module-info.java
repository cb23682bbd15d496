/// The `jbuild` command: picocli commands, progress, and the wiring of everything else.
module dev.jbuild.cli {
  requires static transitive org.jspecify;
  requires dev.jbuild.builder;
  requires dev.jbuild.engine;
  requires dev.jbuild.registry.server;
  requires info.picocli;
}
