package dev.jbuild.runtime.seccomp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.runtime.Capability;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class FilterCompilerTest {
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  private final CallTable table = load();

  private static CallTable load() {
    try {
      return CallTable.load();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private FilterMachine machine(Architecture host, Set<Capability> capabilities) {
    return new FilterMachine(FilterCompiler.compile(table, host, capabilities).toByteArray());
  }

  @Test
  void decidesEveryNumberAsTheTableSays() {
    for (Architecture host : List.of(Architecture.X86_64, Architecture.AARCH64)) {
      for (Set<Capability> capabilities :
          List.of(Capability.DEFAULT, Set.<Capability>of(), EnumSet.allOf(Capability.class))) {
        FilterMachine machine = machine(host, capabilities);
        for (Architecture architecture : host.family()) {
          SortedMap<Integer, Verdict> verdicts = table.verdicts(architecture, capabilities);
          for (int number = -1; number < 1000; number++) {
            int expected =
                switch (verdicts.get(number)) {
                  case null ->
                      FilterMachine.errno(
                          number < 0 || number > verdicts.lastKey() ? ENOSYS : EPERM);
                  case Verdict.Refuse r -> FilterMachine.errno(r.errno());
                  // Their argument 0 is harmless in all three.
                  case Verdict.Allow _,
                      Verdict.NoNewNamespaces _,
                      Verdict.CommonAddressFamilies _,
                      Verdict.CommonPersonalities _ ->
                      FilterMachine.ALLOW;
                };
            assertEquals(
                expected,
                machine.run(architecture.auditCode(), number, 0),
                architecture + " call " + number);
          }
        }
      }
    }
  }

  @Test
  void knownCallsAreDecidedAsDockerDoes() {
    FilterMachine machine = machine(Architecture.X86_64, Capability.DEFAULT);
    int arch = Architecture.X86_64.auditCode();
    Map<Integer, Integer> expected =
        Map.of(
            0, FilterMachine.ALLOW, // read
            59, FilterMachine.ALLOW, // execve
            161, FilterMachine.ALLOW, // chroot, by its capability
            165, FilterMachine.errno(EPERM), // mount
            272, FilterMachine.errno(EPERM), // unshare
            246, FilterMachine.errno(EPERM), // kexec_load
            250, FilterMachine.errno(EPERM), // keyctl
            435, FilterMachine.errno(ENOSYS), // clone3
            0x4000_0000, FilterMachine.errno(ENOSYS)); // x32
    expected.forEach((number, verdict) -> assertEquals(verdict, machine.run(arch, number, 0)));
  }

  @Test
  void cloneMayNotMakeNamespacesWithoutTheCapability() {
    int arch = Architecture.X86_64.auditCode();
    FilterMachine machine = machine(Architecture.X86_64, Capability.DEFAULT);
    int threadFlags = 0x3d0f00;
    assertEquals(FilterMachine.ALLOW, machine.run(arch, 56, threadFlags));
    for (int flag : new int[] {0x2_0000, 0x200_0000, 0x400_0000, 0x1000_0000, 0x4000_0000}) {
      assertEquals(FilterMachine.errno(EPERM), machine.run(arch, 56, flag | 17));
    }
    FilterMachine admin = machine(Architecture.X86_64, EnumSet.of(Capability.SYS_ADMIN));
    assertEquals(FilterMachine.ALLOW, admin.run(arch, 56, 0x1000_0000));
    assertEquals(FilterMachine.ALLOW, admin.run(arch, 435, 0));
  }

  @Test
  void socketsOfOddFamiliesAreRefused() {
    FilterMachine machine = machine(Architecture.AARCH64, Capability.DEFAULT);
    Set<Integer> refused = Set.of(12, 19, 20, 23, 25, 34, 37, 38, 40, 46, 47, 1000);
    for (int family :
        new int[] {
          0, 1, 2, 10, 11, 12, 13, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 33, 34, 35, 36, 37,
          38, 39, 40, 41, 45, 46, 47, 1000
        }) {
      assertEquals(
          refused.contains(family) ? FilterMachine.errno(EPERM) : FilterMachine.ALLOW,
          machine.run(Architecture.AARCH64.auditCode(), 198, family),
          "address family " + family);
    }
  }

  @Test
  void personalitiesOfOrdinaryProgramsAreAllowed() {
    FilterMachine machine = machine(Architecture.X86_64, Capability.DEFAULT);
    int arch = Architecture.X86_64.auditCode();
    for (long personality : new long[] {0, 8, 0x2_0000, 0x2_0008, 0xffff_ffffL}) {
      assertEquals(FilterMachine.ALLOW, machine.run(arch, 135, personality));
    }
    assertEquals(FilterMachine.errno(EPERM), machine.run(arch, 135, 0x4_0000), "no ASLR");
  }

  @Test
  void foreignArchitectureIsKilled() {
    FilterMachine machine = machine(Architecture.AARCH64, Capability.DEFAULT);
    assertEquals(FilterMachine.KILL, machine.run(Architecture.X86_64.auditCode(), 0, 0));
    assertEquals(FilterMachine.KILL, machine.run(0x4000_0028, 0, 0), "32-bit ARM");
  }

  @Test
  void searchIsShort() {
    FilterMachine machine = machine(Architecture.X86_64, Capability.DEFAULT);
    int most = 0;
    for (int number = 0; number < 470; number++) {
      machine.run(Architecture.X86_64.auditCode(), number, 0);
      most = Math.max(most, machine.steps());
    }
    assertTrue(most <= 24, "took " + most + " instructions");
  }

  @Test
  void filterCompiledAtBuildTimeIsTheSame() throws IOException {
    assertArrayEquals(
        FilterCompiler.compile(table, Architecture.X86_64, Capability.DEFAULT).toByteArray(),
        DefaultFilter.of("amd64", Capability.DEFAULT));
    assertArrayEquals(
        FilterCompiler.compile(table, Architecture.AARCH64, Capability.DEFAULT).toByteArray(),
        DefaultFilter.of("aarch64", Capability.DEFAULT));
  }

  @Test
  void unknownProcessorIsRefusedByName() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> DefaultFilter.of("riscv64", Capability.DEFAULT));
    assertTrue(e.getMessage().contains("riscv64"), e.getMessage());
  }
}
