package dev.jbuild.registry.client.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Locale;

/// Whatever a server sends as `WWW-Authenticate`, reading it ends, stays within its bounds and
/// gives schemes in lower case.
class ChallengeFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void readsAnythingWithinBounds(FuzzedDataProvider data) {
    List<String> fields = List.of(data.consumeString(2000), data.consumeRemainingAsString());
    List<Challenge> challenges = Challenge.parse(fields);
    assertTrue(challenges.size() <= 16);
    for (Challenge challenge : challenges) {
      assertEquals(challenge.scheme().toLowerCase(Locale.ROOT), challenge.scheme());
      assertTrue(!challenge.scheme().isEmpty());
      assertTrue(challenge.parameters().size() <= 32);
    }
  }
}
