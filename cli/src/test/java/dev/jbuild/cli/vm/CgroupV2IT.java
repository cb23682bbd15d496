package dev.jbuild.cli.vm;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The distribution on a machine that has cgroup v2 alone and a kernel of 2022, whose overlay
/// mounts know neither `lowerdir+` nor paths of more than a page: limits, out of memory, a build of
/// many layers.
class CgroupV2IT {
  private static final String SCRIPT =
      """
      cd /root
      export JBUILD_ROOT=/store
      j() { /jbuild/bin/jbuild "$@"; }
      j import /busybox.tar busybox:latest
      echo "limits:" $(j run --rm --memory 64m --pids-limit 50 --cpus 0.5 busybox \\
        sh -c 'cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/pids.max /sys/fs/cgroup/cpu.max')
      j run --rm --memory 32m busybox sh -c 'exec tail /dev/zero'
      echo "hog ended with $?"
      j run --rm --pids-limit 5 busybox sh -c 'i=0; while [ $i -lt 20 ]; do sleep 1 & i=$((i+1)); done'
      echo "forks ended with $?"
      mkdir app && cd app
      {
        echo FROM busybox
        i=0; while [ $i -lt 60 ]; do echo "COPY f /f$i"; i=$((i+1)); done
        echo 'RUN ls /f* | wc -l >/count'
      } >Dockerfile
      echo hello >f
      j -q -t many . && echo "files:" $(j run --rm many cat /count)
      echo "leftovers:" $(find /sys/fs/cgroup -mindepth 1 -type d -path '*jbuild/*' | wc -l)
      """;

  @Test
  void limitsContainersAndMountsManyLayers(@TempDir Path work) throws Exception {
    Path top = Path.of("..").toAbsolutePath().normalize();
    Path kernel = top.resolve("target/kernel");
    Optional<String> missing = VirtualMachine.missing(kernel);
    assumeTrue(missing.isEmpty(), () -> "not run: " + missing.orElse(""));
    Path distribution = distribution(top.resolve("cli/target"));
    Path busybox = work.resolve("busybox.tar");
    int made =
        new ProcessBuilder(
                top.resolve("testdata/make-base").toString(), "busybox", busybox.toString())
            .inheritIO()
            .start()
            .waitFor();
    assertTrue(made == 0, "testdata/make-base failed");

    String console =
        new VirtualMachine(kernel, Files.createDirectory(work.resolve("vm")))
            .run(distribution, List.of(busybox), SCRIPT, Duration.ofMinutes(5));

    assertTrue(console.contains("limits: 67108864 50 50000 100000"), console);
    assertTrue(console.contains("hog ended with 137"), console);
    assertTrue(console.contains("can't fork"), console);
    assertTrue(console.contains("files: 60"), console);
    assertTrue(console.contains("leftovers: 0"), console);
  }

  private static Path distribution(Path target) throws Exception {
    try (var entries = Files.newDirectoryStream(target, "jbuild-*")) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry.resolve("runtime"))) {
          return entry;
        }
      }
    }
    throw new AssertionError("no distribution below " + target + "; mvn package makes it");
  }
}
