/// Reads Dockerfiles: text to tree, tree to typed instructions, a target to a build plan; ignore
/// patterns and word expansion. Depends on the JDK alone and knows nothing of images or stores.
///
/// Start at `Dockerfile.parse` (package `dev.jbuild.dockerfile`), then `Planner.plan` (package
/// `dev.jbuild.dockerfile.plan`).
module dev.jbuild.dockerfile {
  requires static org.jspecify;

  exports dev.jbuild.dockerfile;
  exports dev.jbuild.dockerfile.ast;
  exports dev.jbuild.dockerfile.diagnostic;
  exports dev.jbuild.dockerfile.emit;
  exports dev.jbuild.dockerfile.extras;
  exports dev.jbuild.dockerfile.format;
  exports dev.jbuild.dockerfile.ignore;
  exports dev.jbuild.dockerfile.instruction;
  exports dev.jbuild.dockerfile.lint;
  exports dev.jbuild.dockerfile.plan;
  exports dev.jbuild.dockerfile.shell;
}
