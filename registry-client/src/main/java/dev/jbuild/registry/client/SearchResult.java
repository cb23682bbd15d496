package dev.jbuild.registry.client;

import java.util.Objects;

/// A repository that a search found.
///
/// @param name as users type it, without the registry
/// @param description one line, possibly empty
/// @param stars how many users marked it, 0 where the registry does not count
/// @param official whether the registry's owners vouch for it
/// @param automated whether the registry built it from sources, which none does any more
public record SearchResult(
    String name, String description, long stars, boolean official, boolean automated) {
  public SearchResult {
    Objects.requireNonNull(name);
    Objects.requireNonNull(description);
  }

  /// A repository of which only the name is known.
  public static SearchResult named(String name) {
    return new SearchResult(name, "", 0, false, false);
  }
}
