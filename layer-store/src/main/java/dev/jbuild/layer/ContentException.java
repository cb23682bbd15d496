package dev.jbuild.layer;

import dev.jbuild.image.Digest;
import dev.jbuild.image.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why the store could not do what was asked; each kind carries the identities concerned.
public sealed class ContentException extends IOException {
  private ContentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// Content that is not in the store.
  public static final class NotFound extends ContentException {
    private final Digest digest;

    public NotFound(Digest digest, String what) {
      super("%s %s is not in the store".formatted(what, digest), null);
      this.digest = digest;
    }

    public Digest digest() {
      return digest;
    }
  }

  /// Bytes that do not have the digest or the size they were announced with.
  public static final class DigestMismatch extends ContentException {
    private final Digest expected;
    private final Digest actual;
    private final long size;

    public DigestMismatch(String what, Digest expected, Digest actual, long size) {
      super(
          "%s should have digest %s but its %d bytes have %s"
              .formatted(what, expected, size, actual),
          null);
      this.expected = expected;
      this.actual = actual;
      this.size = size;
    }

    public DigestMismatch(
        String what, Digest expected, long expectedSize, Digest actual, long size) {
      super(
          "%s %s should have %d bytes but has %d".formatted(what, expected, expectedSize, size),
          null);
      this.expected = expected;
      this.actual = actual;
      this.size = size;
    }

    public Digest expected() {
      return expected;
    }

    public Digest actual() {
      return actual;
    }

    /// The number of bytes there were.
    public long size() {
      return size;
    }
  }

  /// A file of the store, or an archive, that is not what it must be.
  public static sealed class Corrupt extends ContentException permits Malformed {
    private final String subject;

    public Corrupt(Path path, String reason) {
      this(path.toString(), reason, null);
    }

    public Corrupt(String subject, String reason) {
      this(subject, reason, null);
    }

    public Corrupt(String subject, String reason, @Nullable Throwable cause) {
      super(subject + " is damaged: " + reason, cause);
      this.subject = subject;
    }

    /// The file or archive, as the message names it.
    public String subject() {
      return subject;
    }
  }

  /// Bytes that came from outside the store, such as an archive of the user's or a layer of a
  /// registry, that are not what they must be. The store itself is sound.
  public static final class Malformed extends Corrupt {
    public Malformed(String subject, String reason) {
      super(subject, reason);
    }

    public Malformed(String subject, String reason, @Nullable Throwable cause) {
      super(subject, reason, cause);
    }
  }

  /// Something in the store that has no files and cannot be run or looked into as an image.
  public static final class NotAnImage extends ContentException {
    public NotAnImage(String type) {
      super("this is not an image but an artifact of type '" + type + "'", null);
    }
  }

  /// An image that is not made for a platform.
  public static final class WrongPlatform extends ContentException {
    public WrongPlatform(Platform wanted, List<Platform> offered) {
      super(
          "there is no image for platform %s; it is made for %s"
              .formatted(
                  wanted,
                  offered.isEmpty()
                      ? "no platform at all"
                      : offered.stream()
                          .limit(20)
                          .map(Platform::toString)
                          .collect(Collectors.joining(", "))),
          null);
    }
  }

  /// Something that must not be there yet.
  public static final class AlreadyExists extends ContentException {
    public AlreadyExists(String what) {
      super(what + " exists already", null);
    }
  }

  /// A short image ID that several images begin with.
  public static final class Ambiguous extends ContentException {
    private final List<Digest> candidates;

    public Ambiguous(String prefix, List<Digest> candidates) {
      super(
          "image ID '%s' is ambiguous, give more digits: it is the start of %s"
              .formatted(
                  prefix,
                  candidates.stream().map(Digest::toString).collect(Collectors.joining(", "))),
          null);
      this.candidates = List.copyOf(candidates);
    }

    public List<Digest> candidates() {
      return candidates;
    }
  }

  /// A file system that would not take what was written: full, read-only, out of inodes, or lacking
  /// a feature or privilege.
  public static final class Unwritable extends ContentException {
    public Unwritable(String attempted, String reason, @Nullable Throwable cause) {
      super(attempted + " failed: " + reason, cause);
    }
  }
}
