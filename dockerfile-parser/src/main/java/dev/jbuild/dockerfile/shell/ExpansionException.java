package dev.jbuild.dockerfile.shell;

/// A word that cannot be expanded: an unmatched quote, an unknown modifier, or a variable that
/// `${name:?message}` demands.
public final class ExpansionException extends Exception {

  private static final long serialVersionUID = 1L;

  ExpansionException(String message) {
    super(message);
  }
}
