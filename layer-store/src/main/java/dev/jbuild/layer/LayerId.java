package dev.jbuild.layer;

import dev.jbuild.image.Digest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an unpacked layer is kept under.
///
/// Most layers are complete in themselves: their directory is a pure function of their tar, and the
/// diff ID alone is the key. A few are not: a tar may hold a hard link to a file of a lower layer,
/// or a file whose parent directories are only in a lower layer, and then the directory takes
/// content or attributes from below. Such a layer is kept under its diff ID *and* the layers it was
/// applied on, so that the same tar on another base is unpacked again and never takes over what
/// belongs to the first.
///
/// The text form is the diff ID, followed for the second kind by `@` and the digest of the parents.
public record LayerId(Digest diffId, @Nullable Digest parentsOrNull) {
  public LayerId {
    Objects.requireNonNull(diffId);
  }

  /// The key of a layer that is complete in itself.
  public static LayerId of(Digest diffId) {
    return new LayerId(diffId, null);
  }

  /// The key of a layer that takes something from its parents, lowest first.
  public static LayerId on(Digest diffId, List<Layer> parents) {
    String chain = parents.stream().map(l -> l.id() + "\n").collect(Collectors.joining());
    return new LayerId(
        diffId, Digest.sha256(chain.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException when it is not one
  public static LayerId parse(String text) {
    int at = text.indexOf('@');
    return at < 0
        ? of(Digest.parse(text))
        : new LayerId(Digest.parse(text.substring(0, at)), Digest.parse(text.substring(at + 1)));
  }

  /// The digest over the parents' keys, for a layer that takes something from them.
  public Optional<Digest> parents() {
    return Optional.ofNullable(parentsOrNull);
  }

  @Override
  public String toString() {
    return parentsOrNull == null ? diffId.toString() : diffId + "@" + parentsOrNull;
  }
}
