package dev.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.cli.TestInvocation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `registry serve`, and the commands that talk to it, in this process.
class RegistryCommandsIT {
  /// User `ann` with password `secret`.
  private static final String USERS =
      "ann:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n";

  private static final Pattern LISTENING = Pattern.compile("listening on https://(\\S+)\n");

  @TempDir Path directory;
  private TestInvocation server;
  private Thread serving;
  private int exitCode = -1;
  private String address = "";

  @BeforeEach
  void serve() throws IOException, InterruptedException {
    Files.writeString(directory.resolve("users"), USERS);
    server = new TestInvocation(directory);
    serving =
        Thread.ofPlatform()
            .start(() ->
                exitCode =
                    server
                        .run(
                            "registry",
                            "serve",
                            "--listen",
                            "127.0.0.1:0",
                            "--tls",
                            "own",
                            "--htpasswd",
                            "users",
                            "--data",
                            "registry")
                        .exitCode());
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    while (address.isEmpty() && serving.isAlive() && Instant.now().isBefore(end)) {
      Matcher matcher = LISTENING.matcher(server.out());
      if (matcher.find()) {
        address = matcher.group(1);
      }
      Thread.sleep(20);
    }
    assertTrue(!address.isEmpty(), () -> server.out() + server.err());
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.signal("TERM");
    serving.join(Duration.ofSeconds(30));
    assertEquals(0, exitCode, () -> server.err());
  }

  private void trust() throws IOException {
    Path host = directory.resolve(".config/jbuild/certs.d").resolve(address);
    Files.createDirectories(host);
    Files.copy(directory.resolve("registry/tls/ca.crt"), host.resolve("ca.crt"));
  }

  private Result run(TestInvocation invocation, String... arguments) {
    return invocation.with("JBUILD_ROOT", directory.resolve("store").toString()).run(arguments);
  }

  private TestInvocation invocation() {
    return new TestInvocation(directory);
  }

  @Test
  void anUntrustedRegistryIsRefusedWithAdvice() {
    Result result = run(invocation(), "pull", address + "/x");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("certificate"), result.err());
    assertTrue(result.err().contains("certs.d/" + address), result.err());
  }

  @Test
  void logsInAndOut() throws IOException {
    trust();
    Result wrong =
        run(invocation().input("wrong\n"), "login", "-u", "ann", "--password-stdin", address);
    assertEquals(1, wrong.exitCode());
    assertTrue(wrong.err().startsWith("jbuild: cannot log in"), wrong.err());
    Result right = run(invocation().secret("secret"), "login", "-u", "ann", address);
    assertEquals(0, right.exitCode(), right.err());
    assertEquals("Login Succeeded\n", right.out());
    assertTrue(Files.exists(directory.resolve(".docker/config.json")));
    Result missing = run(invocation(), "pull", address + "/nothing");
    assertTrue(missing.err().contains("is not in registry"), missing.err());
    assertEquals(
        "Removing login credentials for " + address + "\n",
        run(invocation(), "logout", address).out());
    assertEquals("Not logged in to " + address + "\n", run(invocation(), "logout", address).out());
    Result anonymous = run(invocation(), "pull", address + "/nothing");
    assertEquals(1, anonymous.exitCode());
    assertTrue(anonymous.err().contains("log in"), anonymous.err());
  }

  @Test
  void takesAnUntrustedCertificateWhenToldSo() {
    for (String option : List.of("--insecure", "--tls-verify=false")) {
      Result result = run(invocation().secret("secret"), "login", option, "-u", "ann", address);
      assertEquals(0, result.exitCode(), result.err());
    }
    for (String option : List.of("--insecure=false", "--tls-verify", "--tls-verify=true")) {
      Result result = run(invocation().secret("secret"), "login", option, "-u", "ann", address);
      assertEquals(1, result.exitCode(), option);
    }
  }

  @Test
  void needsAUserNameToReadAPassword() {
    Result result = run(invocation(), "login", "--password-stdin", address);
    assertEquals(2, result.exitCode());
    assertTrue(result.err().startsWith("jbuild: --password-stdin needs --username\n"));
    Result silent = run(invocation(), "login", address);
    assertEquals(1, silent.exitCode());
    assertTrue(silent.err().contains("without a terminal"), silent.err());
  }

  @Test
  void refusesContradictingOptions() {
    Result half = run(invocation(), "registry", "serve", "--tls-cert", "x");
    assertEquals(2, half.exitCode());
    Result port = run(invocation(), "registry", "serve", "--listen", "here:there");
    assertEquals(2, port.exitCode());
    Result busy =
        run(invocation(), "registry", "serve", "--listen", address, "--data", "other", "--no-tls");
    assertEquals(1, busy.exitCode());
    assertTrue(busy.err().startsWith("jbuild: "), busy.err());
  }
}
