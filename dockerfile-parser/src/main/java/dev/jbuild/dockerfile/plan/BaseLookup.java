package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds what stages start from. Names are checked for every stage, images asked for only where
/// they are needed.
final class BaseLookup {

  private static final String IMAGE_PREFIX = "docker-image://";

  private final PlanRun.PlanContext context;
  private final BaseResolver resolver;

  BaseLookup(PlanRun.PlanContext context, BaseResolver resolver) {
    this.context = context;
    this.resolver = resolver;
  }

  /// Checks the names of all bases that are images, and reports every malformed one.
  void checkNames(List<StageState> states) throws DockerfileException {
    List<Diagnostic> errors = new ArrayList<>();
    for (StageState state : states) {
      boolean image = state.base == null && !state.resolved && !state.baseName.equals("scratch");
      if (!image || !namedContext(state.baseName).isEmpty()) {
        continue;
      }
      try {
        ImageName.normalize(state.baseName);
      } catch (PlanException e) {
        errors.addAll(context.error(state.range, e.about(), e.text(), state.advice).diagnostics());
      }
    }
    if (!errors.isEmpty()) {
      throw new DockerfileException(errors);
    }
  }

  void resolve(StageState state, boolean needed) throws DockerfileException, IOException {
    if (state.base != null || state.resolved) {
      return;
    }
    PlatformName platform = state.platform == null ? context.targetPlatform() : state.platform();
    state.platform = platform;
    if (state.baseName.equals("scratch") && !state.replacedByContext) {
      state.platform = context.targetPlatform();
      state.config.workingDirectory = "/";
      state.resolved = true;
    } else {
      lookUp(state, platform, needed);
      state.resolved = needed;
    }
    if (state.isImageOnly()) {
      state.dispatched = true;
    }
  }

  private void lookUp(StageState state, PlatformName platform, boolean needed)
      throws DockerfileException, IOException {
    String written = state.baseName;
    if (fromNamedContext(state, written, platform, needed)) {
      return;
    }
    String name;
    try {
      name = ImageName.normalize(written);
    } catch (PlanException e) {
      throw context.error(state.range, e.about(), e.text(), state.advice);
    }
    if (fromNamedContext(state, name, platform, needed)) {
      return;
    }
    String position = state.nextPosition(); // counted each time, as the reference does
    if (needed) {
      askResolver(state, name, platform);
      state.setFromLabel(position);
    }
  }

  private void askResolver(StageState state, String name, PlatformName platform)
      throws IOException {
    BaseImage image = resolver.resolve(name, platform.toString(), state.range);
    checkPlatform(state, platform, image);
    state.baseUnknown = !image.known();
    state.baseName = name;
    state.image = image;
    state.config = image.config().toBuilder();
    state.config.onBuild.clear();
  }

  /// Warns of an image that is made for another system than the stage.
  private void checkPlatform(StageState state, PlatformName expected, BaseImage image) {
    Stage stage = state.stage;
    if (image.platform().isEmpty() || stage == null) {
      return;
    }
    PlatformName actual;
    try {
      actual = PlatformName.parse(image.platform(), expected);
    } catch (PlanException e) {
      return; // an image may say what it likes about itself
    }
    if (!actual.os().equals(expected.os())
        || !actual.architecture().equals(expected.architecture())) {
      context
          .log()
          .with(stage.from().node().comments())
          .add(
              Rule.INVALID_BASE_IMAGE_PLATFORM,
              state.range,
              stage.from().base(),
              "Base image %s was pulled with platform \"%s\", expected \"%s\" for current build"
                  .formatted(state.baseName, actual, expected));
    }
  }

  /// Whether a named context stands for the base; if it is an image, that image is looked up.
  private boolean fromNamedContext(
      StageState state, String name, PlatformName platform, boolean needed)
      throws DockerfileException, IOException {
    String value = namedContext(name);
    if (value.isEmpty()) {
      return false;
    }
    if (!value.startsWith(IMAGE_PREFIX)) {
      state.contextName = name;
    } else if (needed) {
      askResolver(state, normalized(value.substring(IMAGE_PREFIX.length()), state.range), platform);
      state.setFromLabel(state.nextPosition());
    }
    return true;
  }

  private String normalized(String name, SourceRange range) throws DockerfileException {
    try {
      return ImageName.normalize(name);
    } catch (PlanException e) {
      throw context.error(range, e);
    }
  }

  private String namedContext(String name) {
    Map<String, String> contexts = context.options().namedContexts();
    String value = contexts.get(name);
    if (value == null && name.endsWith(":latest")) {
      value = contexts.get(name.substring(0, name.length() - ":latest".length()));
    }
    return value == null ? "" : value;
  }
}
