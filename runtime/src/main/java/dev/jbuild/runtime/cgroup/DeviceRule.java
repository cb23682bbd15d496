package dev.jbuild.runtime.cgroup;

import java.util.List;

/// A kind of device that a container may use; all others are denied.
///
/// @param type `c` or `b`
/// @param major the major number, [#ANY] for all
/// @param minor the minor number, [#ANY] for all
/// @param access of `r`, `w` and `m` (read, write, make a node)
record DeviceRule(char type, int major, int minor, String access) {
  static final int ANY = -1;

  /// What docker allows: to make any node, and to use the harmless ones.
  static final List<DeviceRule> DEFAULT =
      List.of(
          new DeviceRule('c', ANY, ANY, "m"),
          new DeviceRule('b', ANY, ANY, "m"),
          new DeviceRule('c', 1, 3, "rwm"), // null
          new DeviceRule('c', 1, 5, "rwm"), // zero
          new DeviceRule('c', 1, 7, "rwm"), // full
          new DeviceRule('c', 1, 8, "rwm"), // random
          new DeviceRule('c', 1, 9, "rwm"), // urandom
          new DeviceRule('c', 5, 0, "rwm"), // tty
          new DeviceRule('c', 5, 1, "rwm"), // console
          new DeviceRule('c', 5, 2, "rwm"), // ptmx
          new DeviceRule('c', 136, ANY, "rwm")); // pts

  /// The form of version 1's `devices.allow`.
  String line() {
    return type + " " + number(major) + ":" + number(minor) + " " + access;
  }

  private static String number(int number) {
    return number == ANY ? "*" : Integer.toString(number);
  }

  /// The access as the kernel's bits for eBPF programs: make 1, read 2, write 4.
  int accessBits() {
    return (access.indexOf('m') >= 0 ? 1 : 0)
        | (access.indexOf('r') >= 0 ? 2 : 0)
        | (access.indexOf('w') >= 0 ? 4 : 0);
  }
}
