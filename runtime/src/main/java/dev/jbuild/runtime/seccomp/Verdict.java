package dev.jbuild.runtime.seccomp;

/// What a filter decides about a system call, possibly after a look at its arguments.
sealed interface Verdict {

  /// The call is made.
  record Allow() implements Verdict {}

  /// The call fails with an error number.
  record Refuse(int errno) implements Verdict {}

  /// `clone`: allowed unless it makes a namespace.
  record NoNewNamespaces() implements Verdict {}

  /// `socket`: allowed but for old and dangerous address families.
  record CommonAddressFamilies() implements Verdict {}

  /// `personality`: allowed for the execution domains of ordinary programs.
  record CommonPersonalities() implements Verdict {}
}
