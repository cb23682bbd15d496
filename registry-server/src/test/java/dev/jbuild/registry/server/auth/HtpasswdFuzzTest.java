package dev.jbuild.registry.server.auth;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class HtpasswdFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void linesAreReadOrRefusedByNumber(FuzzedDataProvider data) {
    try {
      assertTrue(Htpasswd.parse(data.consumeRemainingAsString()).size() >= 0);
    } catch (IllegalArgumentException e) {
      assertTrue(String.valueOf(e.getMessage()).startsWith("line "), e.getMessage());
    }
  }
}
