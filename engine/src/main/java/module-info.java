/// Images and containers as users know them: pull, push, names, state, volumes, limits.
///
/// Containers are in [dev.jbuild.engine.container]; start with its `Containers`; pulls and pushes
/// in [dev.jbuild.engine.transfer]; copies that pass the store by in [dev.jbuild.engine.copy].
module dev.jbuild.engine {
  requires static transitive org.jspecify;
  requires transitive dev.jbuild.image;
  requires transitive dev.jbuild.layer;
  requires transitive dev.jbuild.registry.client;
  requires transitive dev.jbuild.runtime;

  exports dev.jbuild.engine.container;
  exports dev.jbuild.engine.copy;
  exports dev.jbuild.engine.image;
  exports dev.jbuild.engine.transfer;
  exports dev.jbuild.engine.usage;
}
