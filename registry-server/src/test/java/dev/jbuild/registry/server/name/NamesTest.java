package dev.jbuild.registry.server.name;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  /// The specification's own words.
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");

  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "0", "a.b/c_d/e__f/g-h/i---j", "library/busybox"})
  void takesNamesOfTheGrammar(String name) {
    assertEquals(name, new RepositoryName(name).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "a/", "/a", "a//b", "A", "a..b", "a.", ".a", "a___b", "a._b", "..", "a/../b", "é",
        "a\n", "a:b", "_a"
      })
  void refusesNamesOutsideTheGrammar(String name) {
    assertThrows(IllegalArgumentException.class, () -> new RepositoryName(name));
  }

  @Test
  void agreesWithTheSpecificationsPatternOnRandomNames() {
    Random random = new Random(42);
    String alphabet = "ab0._-/A";
    int valid = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int j = random.nextInt(9); j >= 0; j--) {
        name.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      boolean expected = NAME.matcher(name).matches();
      valid += expected ? 1 : 0;
      assertEquals(expected, isName(name.toString()), name::toString);
      assertEquals(TAG.matcher(name).matches(), isTag(name.toString()), name::toString);
    }
    assertTrue(valid > 1000, "only " + valid + " of the random names were valid");
  }

  private static boolean isName(String name) {
    try {
      return !new RepositoryName(name).value().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isTag(String tag) {
    try {
      return !new Tag(tag).value().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void boundsLengths() {
    assertEquals(255, new RepositoryName("a".repeat(255)).value().length());
    assertThrows(IllegalArgumentException.class, () -> new RepositoryName("a".repeat(256)));
    assertEquals(128, new Tag("a".repeat(128)).value().length());
    assertThrows(IllegalArgumentException.class, () -> new Tag("a".repeat(129)));
  }

  @Test
  void readsOnlyCanonicalUploadIdentifiers() {
    UploadId id = UploadId.random(new Random(1));
    assertEquals(id, UploadId.parse(id.toString()));
    assertEquals(4, id.value().version());
    assertEquals(2, id.value().variant());
    assertNotEquals(id, UploadId.random(new Random(2)));
    for (String bad :
        new String[] {
          "", "1-1-1-1-1", id.toString().toUpperCase(java.util.Locale.ROOT), id + "0"
        }) {
      assertThrows(IllegalArgumentException.class, () -> UploadId.parse(bad), bad);
    }
  }
}
