package dev.jbuild.registry.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.FakeRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BasicAuthenticatorTest {
  @TempDir Path directory;
  private Path file;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final List<String> reports = new ArrayList<>();
  private BasicAuthenticator authenticator;

  @BeforeEach
  void open() throws IOException {
    file = directory.resolve("htpasswd");
    Files.writeString(file, line("alice", "wonder:land"));
    UsersFile.Reports heard =
        new UsersFile.Reports() {
          @Override
          public void reloaded(Path path, int users) {
            reports.add("reloaded " + users);
          }

          @Override
          public void rejected(Path path, String reason) {
            reports.add("rejected " + reason);
          }
        };
    UsersFile users = UsersFile.open(file, () -> now, heard);
    authenticator = new BasicAuthenticator(users, new Random(1), 2);
  }

  private static String line(String user, String password) {
    byte[] salt = new byte[16];
    return user
        + ":"
        + OpenBSDBCrypt.generate("2y", password.getBytes(StandardCharsets.UTF_8), salt, 4)
        + "\n";
  }

  private String login(String user, String password) throws RegistryFault {
    String credentials = user + ":" + password;
    String encoded =
        Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return authenticator
        .authenticate(new FakeRequest("GET", "/v2/").with("Authorization", "Basic " + encoded))
        .user();
  }

  private void assertRefused(String user, String password) {
    RegistryFault fault = assertThrows(RegistryFault.class, () -> login(user, password));
    assertEquals(ErrorCode.UNAUTHORIZED, fault.code());
    assertTrue(String.valueOf(fault.headers().get("WWW-Authenticate")).startsWith("Basic realm="));
  }

  @Test
  void letsAUserInWithThePassword() throws RegistryFault {
    assertEquals("alice", login("alice", "wonder:land"));
    assertEquals("alice", login("alice", "wonder:land"));
  }

  @Test
  void refusesEverythingElseWithAChallenge() throws RegistryFault {
    login("alice", "wonder:land");
    assertRefused("alice", "wonderland");
    assertRefused("alice", "");
    assertRefused("bob", "wonder:land");
    assertRefused("", "");
  }

  @Test
  void refusesHeadersThatAreNoCredentials() {
    for (String header : new String[] {"", "Basic", "Basic ???", "Bearer x", "Basic YWxpY2U="}) {
      FakeRequest request = new FakeRequest("GET", "/v2/").with("Authorization", header);
      assertThrows(RegistryFault.class, () -> authenticator.authenticate(request), header);
    }
    assertThrows(
        RegistryFault.class, () -> authenticator.authenticate(new FakeRequest("GET", "/v2/")));
  }

  @Test
  void readsTheFileAgainWhenItChanged() throws Exception {
    login("alice", "wonder:land");
    Files.writeString(file, line("bob", "builder") + line("alice", "new"));
    assertEquals("alice", login("alice", "wonder:land"), "looks at most once a second");
    now = now.plusSeconds(2);
    assertEquals("bob", login("bob", "builder"));
    assertRefused("alice", "wonder:land");
    assertEquals("alice", login("alice", "new"));
    assertEquals(List.of("reloaded 2"), reports);
  }

  @Test
  void keepsTheUsersItKnowsWhenTheFileTurnsBadAndSaysSoOnce() throws Exception {
    Files.writeString(file, "alice:plain");
    for (int i = 0; i < 3; i++) {
      now = now.plusSeconds(2);
      assertEquals("alice", login("alice", "wonder:land"));
    }
    Files.delete(file);
    for (int i = 0; i < 3; i++) {
      now = now.plusSeconds(2);
      assertEquals("alice", login("alice", "wonder:land"));
    }
    assertEquals(2, reports.size(), reports::toString);
    assertEquals("rejected there is no such file", reports.getLast());
  }

  @Test
  void refusesEverybodyWhenThereAreNoUsers() throws Exception {
    Files.writeString(file, "# nobody yet\n");
    now = now.plusSeconds(2);
    assertRefused("alice", "wonder:land");
    assertEquals(List.of("reloaded 0"), reports);
  }

  @Test
  void takesPasswordsOfAnyLengthAsHtpasswdDoes() throws Exception {
    String longOne = "x".repeat(100);
    Files.writeString(file, line("alice", longOne));
    now = now.plusSeconds(2);
    assertEquals("alice", login("alice", longOne));
    assertRefused("alice", "x".repeat(50));
    assertRefused("alice", "");
    assertRefused("alice", "\0");
  }

  @Test
  void saysWhyItCannotStartWithAFile() {
    Path missing = directory.resolve("missing");
    var e =
        assertThrows(IOException.class, () -> UsersFile.open(missing, () -> now, new NoReports()));
    assertEquals(
        "reading users from " + missing + " failed: there is no such file", e.getMessage());
  }

  private record NoReports() implements UsersFile.Reports {
    @Override
    public void reloaded(Path file, int users) {
      throw new AssertionError("nothing is read again");
    }

    @Override
    public void rejected(Path file, String reason) {
      throw new AssertionError("nothing is read again");
    }
  }
}
