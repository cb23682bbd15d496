/// Dockerfile to image: the build graph, its cache keys, the solver and the exporter.
///
/// Start with [dev.jbuild.builder.Builder]. The builder stands on an Executor, which runs commands,
/// and an ImageSource, which finds base images; both are given by the caller.
module dev.jbuild.builder {
  requires static transitive org.jspecify;
  requires transitive dev.jbuild.dockerfile;
  requires transitive dev.jbuild.image;
  requires transitive dev.jbuild.layer;

  exports dev.jbuild.builder;
}
