package dev.jbuild.registry.client.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  @Test
  void readsABearerChallengeWithCommasInAQuotedValue() {
    assertEquals(
        List.of(
            new Challenge(
                "bearer",
                Map.of(
                    "realm", "https://auth.example/token",
                    "service", "registry.example",
                    "scope", "repository:a/b:pull,push"))),
        Challenge.parse(
            List.of(
                "Bearer realm=\"https://auth.example/token\",service=\"registry.example\",scope=\"repository:a/b:pull,push\"")));
  }

  @Test
  void readsSeveralChallengesInOneField() {
    assertEquals(
        List.of(
            new Challenge("basic", Map.of("realm", "a \"b\"")),
            new Challenge("negotiate", Map.of()),
            new Challenge("bearer", Map.of("realm", "x"))),
        Challenge.parse(List.of("Basic Realm=\"a \\\"b\\\"\", Negotiate , bearer realm = x")));
  }

  @Test
  void readsChallengesOfSeveralFields() {
    assertEquals(2, Challenge.parse(List.of("Basic realm=a", "Bearer realm=b")).size());
  }

  @Test
  void skipsWhatIsNoChallenge() {
    assertEquals(List.of(), Challenge.parse(List.of("", " , ,", "\"", "=", "\u0000\u0001")));
  }

  @Test
  void keepsTheFirstOfTwoEqualParameters() {
    assertEquals(
        "a",
        Challenge.parse(List.of("Bearer realm=a, realm=b")).getFirst().parameters().get("realm"));
  }

  @Test
  void boundsTheNumberOfChallengesAndParameters() {
    StringBuilder parameters = new StringBuilder("Bearer ");
    for (int i = 0; i < 1000; i++) {
      parameters.append("p").append(i).append("=1,");
    }
    assertEquals(
        32, Challenge.parse(List.of(parameters.toString())).getFirst().parameters().size());
    assertEquals(16, Challenge.parse(List.of("a b ".repeat(500))).size());
  }

  @Test
  void endsAtAQuoteThatIsNotClosed() {
    assertEquals(
        "https://x",
        Challenge.parse(List.of("Bearer realm=\"https://x")).getFirst().parameters().get("realm"));
  }
}
