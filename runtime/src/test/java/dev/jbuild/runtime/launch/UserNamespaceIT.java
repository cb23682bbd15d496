package dev.jbuild.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.ProcessUser;
import dev.jbuild.runtime.UserNamespace;
import dev.jbuild.runtime.UserNamespace.IdRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Launchers.class)
class UserNamespaceIT {
  private static final UserNamespace SHIFTED =
      new UserNamespace(
          List.of(new IdRange(0, 100_000, 65_536)), List.of(new IdRange(0, 100_000, 65_536)));

  @Parameter Launchers launcher;
  @TempDir Path directory;
  BusyboxRoot root;

  @BeforeEach
  void prepare() throws Exception {
    root = BusyboxRoot.in(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Outcome run(ContainerSpec.Builder builder) throws Exception {
    ContainerSpec spec = builder.userNamespace(SHIFTED).build();
    // The container's root is user 100000 outside and must own what it writes to.
    Path upper = root.upper(spec);
    for (Path path : List.of(upper, upper.resolveSibling("work"))) {
      Files.setAttribute(path, "unix:uid", 100_000);
      Files.setAttribute(path, "unix:gid", 100_000);
      Files.setPosixFilePermissions(path.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return Outcome.of(launcher.runtime(), builder);
  }

  @Test
  void rootInsideIsNobodyOutside() throws Exception {
    ContainerSpec.Builder builder =
        root.shell("id -u; echo x >/file; cat /proc/self/uid_map | tr -s ' '");
    Outcome outcome = run(builder);
    assertEquals("0\n 0 100000 65536", outcome.output());
    Path file = root.upper(builder.build()).resolve("file");
    assertEquals(100_000, Files.getAttribute(file, "unix:uid"));
  }

  @Test
  void otherUsersAndPrivateNetworkWork() throws Exception {
    Outcome outcome =
        run(
            root.shell("id -u; id -G; ls /dev | wc -l; echo x >/dev/null && ls /sys/class/net")
                .user(new ProcessUser(1000, 1000, List.of(7L)))
                .network(NetworkMode.NONE));
    assertTrue(outcome.output().startsWith("1000\n1000 7\n"), outcome.output());
    assertTrue(outcome.output().endsWith("lo"), outcome.output());
  }
}
