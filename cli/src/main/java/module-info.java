/// The `jbuild` command: its commands, their syntax, progress, and the wiring of everything else.
///
/// Start with [dev.jbuild.cli.Main]. Nothing is exported: what others may use is in the modules
/// below.
module dev.jbuild.cli {
  requires static transitive org.jspecify;
  requires dev.jbuild.builder;
  requires dev.jbuild.engine;
  requires dev.jbuild.linux;
  requires dev.jbuild.registry.server;
  requires info.picocli;
  requires jdk.unsupported;

  provides System.LoggerFinder with
      dev.jbuild.cli.SilentLoggers;
}
