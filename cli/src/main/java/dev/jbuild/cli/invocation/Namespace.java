package dev.jbuild.cli.invocation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The user namespace that the start script put an invocation into, on behalf of an ordinary user.
///
/// @param kind which one
/// @param lacks what of it could not be had
/// @param reason why that could not be had; empty when nothing lacks
public record Namespace(Kind kind, Lack lacks, String reason) {
  /// Whose namespace it is.
  public enum Kind {
    /// None was asked for: root, or a program that uses the classes.
    NONE,
    /// This invocation's own; its mounts go with it.
    OWN,
    /// That of `jbuild unshare`, which others share.
    SHARED
  }

  /// What a namespace may lack.
  public enum Lack {
    NOTHING,
    /// Other users than the caller; there are no subordinate IDs, or they can't be mapped.
    IDS,
    /// All of it: this kernel lets ordinary users have none.
    NAMESPACE
  }

  /// Where no namespace was asked for.
  public static final Namespace NONE = new Namespace(Kind.NONE, Lack.NOTHING, "");

  /// The variable with which the launcher tells the user's own IDs, as `UID:GID`.
  public static final String CALLER = "_JBUILD_USERNS";

  /// The variable with which `jbuild unshare` marks its namespace.
  public static final String UNSHARED = "_JBUILD_UNSHARED";

  private static final String MORE =
      "as root 'usermod --add-subuids 100000-165535 --add-subgids 100000-165535 USER', with ranges"
          + " that nobody else has";
  private static final String PROBLEM = "_JBUILD_USERNS_PROBLEM";
  private static final String PODMAN = "_CONTAINERS_ROOTLESS_UID";

  /// Reads what the launcher, or `podman unshare`, left in the environment of a process.
  ///
  /// @param effectiveUser who the process is
  public static Namespace of(Map<String, String> environment, int effectiveUser) {
    if (!environment.containsKey(CALLER)) {
      boolean podman = effectiveUser == 0 && environment.containsKey(PODMAN);
      return podman ? new Namespace(Kind.SHARED, Lack.NOTHING, "") : NONE;
    }
    String problem = environment.getOrDefault(PROBLEM, "");
    int colon = problem.indexOf(':');
    Lack lack =
        problem.startsWith("namespace:")
            ? Lack.NAMESPACE
            : problem.startsWith("ids:") ? Lack.IDS : Lack.NOTHING;
    return new Namespace(
        environment.containsKey(UNSHARED) ? Kind.SHARED : Kind.OWN,
        lack,
        problem.substring(colon + 1));
  }

  /// The ID of the user outside, which the process itself sees as 0.
  ///
  /// @return null when the environment does not tell
  public static @Nullable Integer caller(Map<String, String> environment, int effectiveUser) {
    String told = environment.get(CALLER);
    if (told == null && effectiveUser == 0) {
      told = environment.get(PODMAN);
    }
    if (told == null) {
      return null;
    }
    int colon = told.indexOf(':');
    try {
      return Integer.parseUnsignedInt(colon < 0 ? told : told.substring(0, colon));
    } catch (NumberFormatException _) {
      return null;
    }
  }

  /// What the user can do about what lacks, or about users of an image who are beyond all that the
  /// namespace has.
  public String advice() {
    return switch (lacks) {
      case NOTHING ->
          kind == Kind.NONE
              ? "ordinary users need the launcher of the distribution; start bin/jbuild of it"
              : "the user needs more of them: " + MORE;
      case IDS ->
          "the user got none ("
              + reason
              + "): install newuidmap (package uidmap or shadow-utils), then "
              + MORE;
      case NAMESPACE ->
          "ordinary users get no user namespace here ("
              + reason
              + "): allow it with the sysctls user.max_user_namespaces,"
              + " kernel.unprivileged_userns_clone and kernel.apparmor_restrict_unprivileged_userns,"
              + " or run as root";
    };
  }
}
