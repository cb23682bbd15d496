package dev.jbuild.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserNamespaceTest {
  @Test
  void theFirstOneHasAllIds() throws IOException {
    assertTrue(UserNamespace.isWhole("         0          0 4294967295\n"));
    boolean whole = UserNamespace.isWhole(Files.readString(Path.of("/proc/self/uid_map")));
    assertEquals(whole, UserNamespace.isInitial());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0 4321 1\n1 200000 65536\n",
        "0 0 65536\n",
        "0 100000 4294967295\n",
        "0 0 4294967295\n4294967295 0 1\n"
      })
  void othersHaveSome(String map) {
    assertFalse(UserNamespace.isWhole(map));
  }
}
