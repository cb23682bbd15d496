package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Root with no more privileges than another engine's container gives it.
enum ContainerRoot {
  /// In a container of docker without options.
  DOCKER(
      "chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,net_bind_service,net_raw,"
          + "sys_chroot,mknod,audit_write,setfcap"),
  /// In a container of podman or CRI-O without options, where no devices can be made.
  PODMAN(
      "chown,dac_override,fowner,fsetid,kill,net_bind_service,setfcap,setgid,setpcap,setuid,"
          + "sys_chroot");

  private final String capabilities;

  ContainerRoot(String capabilities) {
    this.capabilities = capabilities;
  }

  static void needsIt() {
    Distribution.needsRoot();
    assumeTrue(Command.installed("setpriv"), "needs setpriv, to become root of a container");
  }

  Command jbuild(Distribution distribution, String... arguments) {
    return with(capabilities, distribution, arguments);
  }

  Command jbuildWithout(String capability, Distribution distribution, String... arguments) {
    List<String> rest = new ArrayList<>(Arrays.asList(capabilities.split(",", -1)));
    rest.remove(capability);
    return with(String.join(",", rest), distribution, arguments);
  }

  private static Command with(String capabilities, Distribution distribution, String... arguments) {
    return new Command(
            "setpriv",
            "--bounding-set=-all,+" + capabilities.replace(",", ",+"),
            "--inh-caps=-all",
            distribution.home().resolve("bin/jbuild").toString())
        .and(arguments)
        .with(distribution.environment());
  }

  /// Runs jbuild, which has to succeed.
  Command.Result run(Distribution distribution, String... arguments) throws InterruptedException {
    return jbuild(distribution, arguments).run().succeeded();
  }
}
