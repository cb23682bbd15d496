package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `jbuild registry serve` as a process, with TLS, a user and a password.
final class ServedRegistry implements AutoCloseable {
  static final String USER = "ann";
  static final String PASSWORD = "correct horse";
  // bcrypt of the password
  private static final String USERS =
      "ann:$2y$10$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu\n";
  private static final Pattern LISTENING =
      Pattern.compile(
          "listening on https://([^/\\s]+).*?clients must trust ([^,\\s]+)", Pattern.DOTALL);
  private static final int PATIENCE_SECONDS = 20;

  private final Process process;
  private final String address;
  private final Path authority;

  /// @param more further options of `registry serve`
  ServedRegistry(Distribution distribution, Path work, String... more)
      throws IOException, InterruptedException {
    Path users = Files.writeString(work.resolve("users"), USERS);
    Path log = work.resolve("registry.log");
    process =
        distribution
            .jbuild("registry", "serve", "--listen", "127.0.0.1:0", "--tls", "own")
            .and("--htpasswd", users.toString(), "--data", work.resolve("registry").toString())
            .and(more)
            .start(log);
    Matcher found = Await.until("the registry listens", () -> listening(log), process::isAlive);
    address = found.group(1);
    authority = Path.of(found.group(2));
  }

  private static Matcher listening(Path log) throws IOException {
    Matcher matcher = LISTENING.matcher(Files.readString(log));
    return matcher.find() ? matcher : null;
  }

  /// Host and port.
  String address() {
    return address;
  }

  /// The file with the certificate that clients must trust.
  Path authority() {
    return authority;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (process.isAlive()) {
      process.destroyForcibly().onExit().join();
    }
    assertEquals(0, process.exitValue(), "the registry ends well on SIGTERM");
  }
}
