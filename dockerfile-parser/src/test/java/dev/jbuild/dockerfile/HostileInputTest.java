package dev.jbuild.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.emit.StubWorld;
import dev.jbuild.dockerfile.plan.PlanOptions;
import dev.jbuild.dockerfile.plan.Planner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Input made to exhaust memory or time ends with an error that names the limit.
class HostileInputTest {

  private static String failure(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    DockerfileException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () ->
                assertThrows(
                    DockerfileException.class, () -> Dockerfile.parse("Dockerfile", bytes)));
    return e.diagnostics().getLast().message();
  }

  @Test
  void lineOfManyMegabytesNamesTheLimit() {
    assertTrue(failure("FROM a\nRUN " + "x".repeat(20 << 20)).contains("limit of 65535"));
  }

  @Test
  void stagesBeyondReasonNameTheLimit() {
    assertTrue(failure("FROM a\n".repeat(200_000)).contains("limit of 2000"));
  }

  @Test
  void deeplyNestedTriggersNameTheLimit() {
    assertTrue(failure("FROM a\n" + "ONBUILD ".repeat(5_000) + "RUN x").contains("limit of 100"));
  }

  @Test
  void millionsOfContinuationsAreReadInLinearTime() throws DockerfileException {
    byte[] text = ("FROM a\nRUN x" + " \\\n y".repeat(3_000_000)).getBytes(StandardCharsets.UTF_8);
    Dockerfile file =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> Dockerfile.parse("Dockerfile", text));
    assertEquals(1, file.stages().size());
  }

  @Test
  void deeplyNestedJsonIsNoJson() throws DockerfileException {
    byte[] text = ("FROM a\nRUN " + "[".repeat(60_000)).getBytes(StandardCharsets.UTF_8);
    assertEquals(1, Dockerfile.parse("Dockerfile", text).stages().getFirst().instructions().size());
  }

  @Test
  void variablesBeyondReasonNameTheLimit() throws DockerfileException {
    StringBuilder text = new StringBuilder("FROM scratch\n");
    for (int i = 0; i < 20_000; i++) {
      text.append("ENV V").append(i).append("=x\n");
    }
    assertTrue(planFailure(text.toString()).contains("limit of 10000"));
  }

  @Test
  void stepsThatEachCarryManyVariablesNameTheLimit() throws DockerfileException {
    StringBuilder text = new StringBuilder("FROM scratch\n");
    for (int i = 0; i < 9_000; i++) {
      text.append("ENV V").append(i).append("=x\n");
    }
    text.append("RUN x\n".repeat(10_000));
    assertTrue(planFailure(text.toString()).contains("limit of 20000000"));
  }

  private static String planFailure(String text) throws DockerfileException {
    Dockerfile file = Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
    DockerfileException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () ->
                assertThrows(
                    DockerfileException.class,
                    () ->
                        Planner.plan(
                            file, PlanOptions.forPlatform("linux/amd64"), new StubWorld())));
    return e.diagnostics().getFirst().message();
  }

  @Test
  void thousandsOfErrorsAreCutOff() {
    byte[] text = "NOPE\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    DockerfileException e =
        assertThrows(DockerfileException.class, () -> Dockerfile.parse("Dockerfile", text));
    assertEquals(20, e.diagnostics().size());
  }
}
