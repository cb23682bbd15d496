package dev.jbuild.registry.client.config;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

class TomlFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void readsAnythingOrNamesALine(FuzzedDataProvider data) {
    try {
      Toml.parse(data.consumeRemainingAsString());
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).startsWith("line ")) {
        throw new AssertionError(e);
      }
    }
  }
}
