package dev.jbuild.dockerfile.shell;

import java.util.Set;

/// A word that cannot be expanded: an unmatched quote, an unknown modifier, or a variable that
/// `${name:?message}` demands.
public final class ExpansionException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Set<String> unset;

  ExpansionException(String message) {
    this(message, Set.of());
  }

  ExpansionException(String message, Set<String> unset) {
    super(message);
    this.unset = Set.copyOf(unset);
  }

  /// Names of variables that were looked up before it failed and are not set.
  public Set<String> unset() {
    return unset;
  }
}
