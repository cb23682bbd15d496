package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import dev.jbuild.dockerfile.instruction.Instruction;
import java.util.Locale;
import java.util.Set;

/// Tells names that sound like secrets: one of their parts between underscores is a telling word,
/// and none says that it is something else.
final class SecretNames {

  private static final Set<String> TELLING =
      Set.of(
          "apikey",
          "auth",
          "credential",
          "credentials",
          "key",
          "password",
          "pword",
          "passwd",
          "secret",
          "token");

  private static final Set<String> HARMLESS = Set.of("public", "file", "version");

  private SecretNames() {}

  static void report(WarningLog log, String keyword, String name, Instruction instruction) {
    boolean telling = false;
    for (String part : name.toLowerCase(Locale.ROOT).split("_", -1)) {
      if (HARMLESS.contains(part)) {
        return;
      }
      telling |= TELLING.contains(part);
    }
    if (telling) {
      log.add(
          Rule.SECRETS_USED_IN_ARG_OR_ENV,
          instruction.range(),
          name,
          "Do not use ARG or ENV instructions for sensitive data ("
              + keyword
              + " \""
              + name
              + "\")");
    }
  }
}
