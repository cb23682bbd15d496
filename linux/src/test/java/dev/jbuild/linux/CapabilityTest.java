package dev.jbuild.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CapabilityTest {
  private static final String CONTAINER =
      "CapInh:\t0000000000000000\nCapPrm:\tffffffffffffffff\nCapEff:\t00000000a80425fb\n";

  @Test
  void rootOfAContainerMakesDevicesAndMountsNothing() {
    long set = Capability.effective(CONTAINER);
    assertTrue(Capability.MKNOD.isIn(set));
    assertTrue(Capability.FSETID.isIn(set));
    assertFalse(Capability.SYS_ADMIN.isIn(set));
  }

  @Test
  void whatIsNotToldIsLeftToTheKernel() {
    assertTrue(Capability.SYS_ADMIN.isIn(Capability.effective("Name:\tjava\n")));
  }

  @Test
  void thisProcessHasWhatItsStatusSays() throws IOException {
    long set = Capability.effective(Files.readString(Path.of("/proc/self/status")));
    for (Capability capability : Capability.values()) {
      assertEquals(capability.isIn(set), capability.isEffective(), capability.name());
    }
  }
}
