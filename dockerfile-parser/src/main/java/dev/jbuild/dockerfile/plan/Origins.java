package dev.jbuild.dockerfile.plan;

/// Turns what an instruction names into the place its files come from.
final class Origins {

  private Origins() {}

  static Origin of(StageState source) {
    if (!source.isImageOnly()) {
      return new Origin.Stage(source.index);
    }
    StageState base = source.base;
    if (base != null) {
      return of(base);
    }
    if (!source.contextName.isEmpty()) {
      return new Origin.NamedContext(source.contextName);
    }
    BaseImage image = source.image;
    return image == null
        ? new Origin.Empty()
        : new Origin.Image(source.baseName, source.platform().toString(), image);
  }
}
