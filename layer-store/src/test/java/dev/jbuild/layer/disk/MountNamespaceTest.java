package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MountNamespaceTest {
  private final MountNamespace own = current();

  private static MountNamespace current() {
    try {
      return MountNamespace.current();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private MountNamespace other(String boot, long process, long started) {
    return new MountNamespace("mnt:[1]", boot, process, started);
  }

  @Test
  void recordsGiveItBack() throws JsonException {
    assertEquals(own, MountNamespace.read(own.write(JsonObject.builder()).build()));
  }

  @Test
  void othersLastAsLongAsTheirFirstProcess() throws IOException {
    assertFalse(own.isElsewhere());
    assertTrue(other(own.boot(), own.process(), own.started()).isElsewhere());
    assertFalse(other(own.boot(), own.process(), own.started() + 1).isElsewhere(), "another one");
    assertFalse(other(own.boot(), Integer.MAX_VALUE, 1).isElsewhere(), "no such process");
    assertFalse(other("another boot", own.process(), own.started()).isElsewhere());
  }

  @Test
  void recordsThatNameNoProcessLastAsLongAsTheBoot() throws IOException {
    JsonObject old =
        JsonObject.builder().put("namespace", "mnt:[1]").put("boot", own.boot()).build();
    assertTrue(MountNamespace.read(old).isElsewhere());
  }
}
