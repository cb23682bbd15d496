package dev.jbuild.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A registry in a process of its own, so that a [Training] of commands which talk to one does not
/// note the classes of the server.
final class TrainingRegistry implements AutoCloseable {
  private static final String LISTENING = "listening on http://";

  private final Process process;
  private final String address;

  private TrainingRegistry(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /// Starts it on a free port; its address is empty when it has ended at once.
  static TrainingRegistry start(Path home, Path data) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home") + File.separator + "bin/java",
                    "-Djbuild.home=" + home,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "registry",
                    "serve",
                    "--listen",
                    "127.0.0.1:0",
                    "--data",
                    data.toString()))
            .redirectErrorStream(true)
            .start();
    return new TrainingRegistry(process, address(process.inputReader(StandardCharsets.UTF_8)));
  }

  private static String address(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      System.out.println(line);
      int at = line.indexOf(LISTENING);
      if (at >= 0) {
        String rest = line.substring(at + LISTENING.length());
        return rest.replaceFirst("[/ ].*", "");
      }
    }
    return "";
  }

  /// Host and port.
  String address() {
    return address;
  }

  /// Ends it; what it wrote is given up with the training's directory.
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
