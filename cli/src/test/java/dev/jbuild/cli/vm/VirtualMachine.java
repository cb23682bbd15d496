package dev.jbuild.cli.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A small machine under software emulation that boots Debian's cloud kernel with cgroup v2 alone,
/// holds a distribution of jbuild and a static busybox in memory, and runs one shell script.
///
/// It needs no root, no disk and no network: everything is in the initial RAM file system, which is
/// left for a tmpfs at once since nothing can be pivoted away from it.
final class VirtualMachine {
  private static final String INIT =
      """
      #!/bin/sh
      mount -t tmpfs -o size=80% tmpfs /new
      for entry in /*; do [ "$entry" = /new ] || cp -a "$entry" /new/; done
      exec switch_root /new /start
      """;
  private static final String START =
      """
      #!/bin/sh
      export PATH=/bin HOME=/root
      mount -t proc proc /proc
      mount -t sysfs sysfs /sys
      mount -t devtmpfs dev /dev
      mount -t cgroup2 cgroup2 /sys/fs/cgroup
      insmod /overlay.ko
      echo "== machine up"
      sh /script 2>&1
      echo "== script ended with $?"
      poweroff -f
      """;

  private final Path kernel;
  private final Path work;

  /// @param kernel directory with `vmlinuz` and `overlay.ko`
  /// @param work empty directory for the initial RAM file system
  VirtualMachine(Path kernel, Path work) {
    this.kernel = kernel;
    this.work = work;
  }

  /// What this host lacks to run one, if anything.
  static Optional<String> missing(Path kernel) {
    for (String tool : List.of("qemu-system-x86_64", "cpio", "busybox", "ldd")) {
      if (Stream.of("/usr/bin/", "/bin/").noneMatch(d -> Files.isExecutable(Path.of(d + tool)))) {
        return Optional.of(tool + " is not installed");
      }
    }
    if (!System.getProperty("os.arch").equals("amd64")) {
      return Optional.of("the virtual machine is for x86-64 hosts");
    }
    return Files.exists(kernel.resolve("vmlinuz"))
        ? Optional.empty()
        : Optional.of("no kernel for the virtual machine; run testdata/get-kernel " + kernel);
  }

  /// Boots, runs the script as root with `/jbuild` being the distribution, and returns the console.
  String run(Path distribution, List<Path> files, String script, Duration limit)
      throws IOException, InterruptedException {
    Path root = work.resolve("root");
    for (String directory : List.of("bin", "new", "proc", "sys", "dev", "tmp", "root", "etc")) {
      Files.createDirectories(root.resolve(directory));
    }
    Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
    for (String applet : host("busybox", "--list").lines().toList()) {
      if (!applet.equals("busybox")) {
        Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
      }
    }
    host("cp", "-a", distribution.toString(), root.resolve("jbuild").toString());
    copyLibraries(root);
    Files.copy(kernel.resolve("overlay.ko"), root.resolve("overlay.ko"));
    for (Path file : files) {
      Files.copy(file, root.resolve(file.getFileName().toString()));
    }
    Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
    write(root.resolve("init"), INIT);
    write(root.resolve("start"), START);
    write(root.resolve("script"), script);
    Path image = work.resolve("initrd");
    host("sh", "-c", "cd '" + root + "' && find . | cpio -o -H newc --quiet >'" + image + "'");
    return boot(image, limit);
  }

  /// The C library and its kin, as far as the distribution's Java wants them.
  private static void copyLibraries(Path root) throws IOException, InterruptedException {
    List<String> binaries = new ArrayList<>();
    try (Stream<Path> tree = Files.walk(root.resolve("jbuild/runtime"))) {
      tree.filter(p -> p.toString().endsWith(".so") || p.endsWith("bin/java"))
          .forEach(p -> binaries.add(p.toString()));
    }
    for (String binary : binaries) {
      for (String line : host("ldd", binary).lines().toList()) {
        int start = line.indexOf('/');
        int end = line.indexOf(" (", start);
        if (start < 0 || end < 0) {
          continue;
        }
        Path library = Path.of(line.substring(start, end));
        Path copy = root.resolve(library.toString().substring(1));
        if (!library.startsWith(root) && !Files.exists(copy)) {
          Files.createDirectories(copy.getParent());
          Files.copy(library.toRealPath(), copy);
        }
      }
    }
  }

  private String boot(Path image, Duration limit) throws IOException, InterruptedException {
    Path console = work.resolve("console");
    Process machine =
        new ProcessBuilder(
                "qemu-system-x86_64",
                "-cpu",
                "max",
                // one thread for all: a JVM changes code that another processor may be running, and
                // translators on several threads have been seen to trip over that
                "-accel",
                "tcg,thread=single",
                "-m",
                "2048",
                "-nic",
                "none",
                "-display",
                "none",
                "-monitor",
                "none",
                "-serial",
                "file:" + console,
                "-no-reboot",
                "-kernel",
                kernel.resolve("vmlinuz").toString(),
                "-initrd",
                image.toString(),
                "-append",
                "console=ttyS0 quiet panic=-1 cgroup_no_v1=all")
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("qemu.log").toFile())
            .start();
    try {
      boolean ended = machine.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      String text =
          Files.exists(console)
              ? new String(Files.readAllBytes(console), StandardCharsets.UTF_8)
              : Files.readString(work.resolve("qemu.log"));
      return ended ? text : text + "\n== machine stopped after " + limit;
    } finally {
      machine.destroyForcibly();
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make '" + file + "' executable");
    }
  }

  private static String host(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0 && !command[0].equals("ldd")) {
      throw new IOException(String.join(" ", command) + " ended with " + code + ": " + output);
    }
    return output;
  }
}
