package dev.jbuild.runtime;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The capabilities of Linux, in the order of their numbers (capabilities(7)).
public enum Capability {
  CHOWN,
  DAC_OVERRIDE,
  DAC_READ_SEARCH,
  FOWNER,
  FSETID,
  KILL,
  SETGID,
  SETUID,
  SETPCAP,
  LINUX_IMMUTABLE,
  NET_BIND_SERVICE,
  NET_BROADCAST,
  NET_ADMIN,
  NET_RAW,
  IPC_LOCK,
  IPC_OWNER,
  SYS_MODULE,
  SYS_RAWIO,
  SYS_CHROOT,
  SYS_PTRACE,
  SYS_PACCT,
  SYS_ADMIN,
  SYS_BOOT,
  SYS_NICE,
  SYS_RESOURCE,
  SYS_TIME,
  SYS_TTY_CONFIG,
  MKNOD,
  LEASE,
  AUDIT_WRITE,
  AUDIT_CONTROL,
  SETFCAP,
  MAC_OVERRIDE,
  MAC_ADMIN,
  SYSLOG,
  WAKE_ALARM,
  BLOCK_SUSPEND,
  AUDIT_READ,
  PERFMON,
  BPF,
  CHECKPOINT_RESTORE;

  /// The fourteen that a container of docker has by default.
  public static final Set<Capability> DEFAULT =
      Collections.unmodifiableSet(
          EnumSet.of(
              AUDIT_WRITE,
              CHOWN,
              DAC_OVERRIDE,
              FOWNER,
              FSETID,
              KILL,
              MKNOD,
              NET_BIND_SERVICE,
              NET_RAW,
              SETFCAP,
              SETGID,
              SETPCAP,
              SETUID,
              SYS_CHROOT));

  /// The bit of this capability in the kernel's masks.
  public long bit() {
    return 1L << ordinal();
  }

  /// The masks' bits of several capabilities together.
  public static long mask(Set<Capability> capabilities) {
    return capabilities.stream().mapToLong(Capability::bit).reduce(0, (a, b) -> a | b);
  }

  /// Reads a name such as `CAP_NET_ADMIN` or `net_admin`.
  ///
  /// @throws IllegalArgumentException when there is no such capability
  public static Capability parse(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    name = name.startsWith("CAP_") ? name.substring(4) : name;
    for (Capability capability : values()) {
      if (capability.name().equals(name)) {
        return capability;
      }
    }
    throw new IllegalArgumentException("no capability is called '" + text + "'");
  }
}
