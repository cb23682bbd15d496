package dev.jbuild.layer.unpack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhiteoutTest {
  @Test
  void readsTheMarksOfTheSpecification() {
    assertEquals(new Whiteout.Removal("a"), Whiteout.of(".wh.a"));
    assertEquals(new Whiteout.Removal(".hidden"), Whiteout.of(".wh..hidden"));
    assertEquals(new Whiteout.Opaque(), Whiteout.of(".wh..wh..opq"));
    assertEquals(new Whiteout.Ignored(), Whiteout.of(".wh..wh.plnk"));
    assertEquals(new Whiteout.None(), Whiteout.of("wh.a"));
    assertEquals(new Whiteout.None(), Whiteout.of(".wha"));
  }

  @ParameterizedTest
  @ValueSource(strings = {".wh.", ".wh..", ".wh..."})
  void refusesMarksThatMeanNoFile(String name) {
    assertThrows(IllegalArgumentException.class, () -> Whiteout.of(name));
  }

  @FuzzTest
  void neverNamesADirectoryItself(byte[] bytes) {
    String name = dev.jbuild.linux.FileNames.decode(bytes);
    try {
      if (Whiteout.of(name) instanceof Whiteout.Removal(String target)) {
        if (target.isEmpty() || target.equals(".") || target.equals("..")) {
          throw new AssertionError("whiteout of '" + target + "'");
        }
        assertInstanceOf(Whiteout.None.class, Whiteout.of(target));
      }
    } catch (IllegalArgumentException _) {
      // refused
    }
  }
}
