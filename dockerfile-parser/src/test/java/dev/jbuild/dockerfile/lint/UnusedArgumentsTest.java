package dev.jbuild.dockerfile.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.plan.BaseImage;
import dev.jbuild.dockerfile.plan.BaseResolver;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.ConfigState;
import dev.jbuild.dockerfile.plan.PlanOptions;
import dev.jbuild.dockerfile.plan.Planner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnusedArgumentsTest {

  private static List<String> find(String text, String... given) throws Exception {
    Dockerfile file = Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
    ConfigState base = ConfigState.empty().toBuilder().onBuild("ARG FROM_TRIGGER").build();
    BaseResolver bases = (name, platform, where) -> new BaseImage(name, base);
    BuildPlan plan = Planner.plan(file, PlanOptions.forPlatform("linux/amd64"), bases);
    return UnusedArguments.find(file, plan, List.of(given));
  }

  @Test
  void misspeltNameIsNoticed() throws Exception {
    String file = "ARG VERSION=1\nFROM a:$VERSION\nARG MODE\n";
    assertEquals(
        List.of(
            "build argument 'NOTHING' is given, but no ARG declares it",
            "build argument 'VERSON' is given, but no ARG declares it; did you mean 'VERSION'?",
            "build argument 'mode' is given, but no ARG declares it; did you mean 'MODE'?"),
        find(file, "mode", "VERSON", "NOTHING"));
  }

  @Test
  void declaredAndPredefinedNamesAreFine() throws Exception {
    assertEquals(
        List.of(),
        find(
            "FROM a\nARG MODE\n",
            "MODE",
            "http_proxy",
            "HTTPS_PROXY",
            "TARGETARCH",
            "BUILDKIT_INLINE_CACHE",
            "SOURCE_DATE_EPOCH",
            "FROM_TRIGGER"));
  }
}
