package dev.jbuild.registry.client.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a token must allow: actions on repositories, none for a mere login.
///
/// Follows Docker's token authentication, "Requesting a Token": `repository:NAME:pull,push`.
public record Scope(List<Part> parts) {
  /// No access to any repository.
  public static final Scope NONE = new Scope(List.of());

  public Scope {
    parts = List.copyOf(parts);
  }

  /// Actions on one resource.
  record Part(String resource, Set<String> actions) {
    Part {
      actions = Set.copyOf(actions);
    }

    private boolean covers(Part other) {
      return resource.equals(other.resource) && actions.containsAll(other.actions);
    }

    @Override
    public String toString() {
      return resource + ":" + String.join(",", new TreeSet<>(actions));
    }
  }

  /// Reading a repository.
  public static Scope pull(String repository) {
    return new Scope(List.of(new Part("repository:" + repository, Set.of("pull"))));
  }

  /// Reading and writing a repository.
  public static Scope push(String repository) {
    return new Scope(List.of(new Part("repository:" + repository, Set.of("pull", "push"))));
  }

  /// Removing from a repository. `*` is how the token servers of docker-registry and Harbor name
  /// it, `delete` how others do.
  public static Scope delete(String repository) {
    Set<String> actions = Set.of("pull", "push", "delete", "*");
    return new Scope(List.of(new Part("repository:" + repository, actions)));
  }

  /// Listing the repositories of a registry.
  public static Scope catalog() {
    return new Scope(List.of(new Part("registry:catalog", Set.of("*"))));
  }

  /// This, and reading another repository.
  public Scope andPull(String repository) {
    List<Part> more = new ArrayList<>(parts);
    more.addAll(pull(repository).parts);
    return new Scope(more);
  }

  /// Whether a token for this scope serves for the other.
  boolean covers(Scope other) {
    return other.parts.stream().allMatch(o -> parts.stream().anyMatch(p -> p.covers(o)));
  }

  /// The values of the `scope` parameters of a token request.
  List<String> values() {
    return parts.stream().map(Part::toString).toList();
  }
}
