/// Dockerfile to image: the build graph, its cache keys, the solver and the exporters.
module dev.jbuild.builder {
  requires static transitive org.jspecify;
  requires transitive dev.jbuild.dockerfile;
  requires transitive dev.jbuild.image;
  requires transitive dev.jbuild.layer;
}
