package dev.jbuild.registry.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtpasswdTest {
  static final String HASH = "$2y$05$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234";

  @Test
  void readsUsersAndLeavesCommentsOut() {
    Htpasswd users = Htpasswd.parse("# people\n\nalice:" + HASH + "\r\nbob:" + HASH + "\n");
    assertEquals(2, users.size());
    assertEquals(Optional.of(HASH), users.hash("alice"));
    assertEquals(Optional.empty(), users.hash("carol"));
  }

  @ParameterizedTest
  @CsvSource({
    "x:$apr1$salt$hash, line 1 has an MD5 hash for user 'x'",
    "x:{SHA}abc=, line 1 has a SHA-1 hash for user 'x'",
    "x:$6$salt$hash, line 1 has a SHA-crypt hash for user 'x'",
    "x:plain, line 1 has no bcrypt hash for user 'x'",
    "x:$2y$05$short, line 1 has a malformed bcrypt hash for user 'x'",
    "justaname, line 1 is not of the form 'user:hash'",
    ":nobody, line 1 is not of the form 'user:hash'",
  })
  void saysWhatIsWrongWithALine(String line, String message) {
    var e = assertThrows(IllegalArgumentException.class, () -> Htpasswd.parse(line));
    assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
  }

  @Test
  void refusesCostsThatWouldTakeForever() {
    String costly = "x:" + HASH.replace("$05$", "$31$");
    assertThrows(IllegalArgumentException.class, () -> Htpasswd.parse(costly));
  }

  @Test
  void refusesAUserTwice() {
    String twice = "x:" + HASH + "\nx:" + HASH;
    var e = assertThrows(IllegalArgumentException.class, () -> Htpasswd.parse(twice));
    assertEquals("line 2 lists user 'x' a second time", e.getMessage());
  }
}
