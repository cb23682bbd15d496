package dev.jbuild.builder;

/// When a base image is looked for in its registry.
public enum PullPolicy {
  /// Only when the store has no image of that name and platform: repeat builds ask no network.
  IF_MISSING,
  /// Always, so that a tag that moved is noticed.
  ALWAYS
}
