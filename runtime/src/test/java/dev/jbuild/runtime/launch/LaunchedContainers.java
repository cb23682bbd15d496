package dev.jbuild.runtime.launch;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Containers of busybox under each build of the launcher.
@ParameterizedClass
@EnumSource(Launchers.class)
abstract class LaunchedContainers {
  @Parameter Launchers launcher;
  @TempDir Path directory;
  BusyboxRoot root;
  LauncherRuntime runtime;

  @BeforeEach
  void prepare() throws Exception {
    root = BusyboxRoot.in(directory);
    runtime = launcher.runtime();
  }
}
