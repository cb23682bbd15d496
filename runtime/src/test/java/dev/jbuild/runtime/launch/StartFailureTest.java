package dev.jbuild.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.runtime.ContainerException.Cause;
import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.RootFilesystem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartFailureTest {
  private static final int EINVAL = 22;
  private static final RootFilesystem OVERLAY =
      new RootFilesystem.Overlay(List.of(Path.of("/l")), Path.of("/u"), Path.of("/w"));

  private static Cause cause(RootFilesystem root, String call, String subject, int errno) {
    ContainerSpec spec =
        ContainerSpec.builder("c", Path.of("/state"), root, List.of("true")).build();
    return StartFailure.cause(
        spec, new StatusFile.Failed(Cause.RUNTIME, errno, call, subject, Instant.EPOCH));
  }

  @Test
  void whatTheKernelOrTheFileSystemLacksIsARefusedOverlay() {
    for (int errno : List.of(1, 13, 19, EINVAL, 38, 95)) {
      assertEquals(Cause.NO_OVERLAY, cause(OVERLAY, "mount overlay", "/u", errno));
    }
    assertEquals(Cause.NO_OVERLAY, cause(OVERLAY, "create file system", "overlay: why", EINVAL));
    assertEquals(Cause.NO_OVERLAY, cause(OVERLAY, "set overlay directory", "/u: why", EINVAL));
  }

  @Test
  void anythingElseIsNot() {
    assertEquals(Cause.RUNTIME, cause(OVERLAY, "mount overlay", "/u", 2));
    assertEquals(Cause.RUNTIME, cause(OVERLAY, "mount overlay", "/u", 28));
    assertEquals(Cause.RUNTIME, cause(OVERLAY, "create file system", "proc", 1));
    assertEquals(Cause.RUNTIME, cause(OVERLAY, "clone", "", 1));
    RootFilesystem directory = new RootFilesystem.Directory(Path.of("/d"));
    assertEquals(Cause.RUNTIME, cause(directory, "mount overlay", "/u", EINVAL));
  }
}
