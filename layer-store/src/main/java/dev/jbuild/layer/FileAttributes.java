package dev.jbuild.layer;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What a file in a layer has besides its content.
///
/// @param mode permission bits, set-uid, set-gid and sticky: at most 07777
/// @param uid numeric owner, at most 2^32-2
/// @param xattrs extended attributes by full name, such as `security.capability`
public record FileAttributes(
    int mode, long uid, long gid, Instant modified, Map<String, byte[]> xattrs) {
  private static final long MAX_ID = 0xffff_fffeL;

  public FileAttributes {
    if ((mode & ~07777) != 0) {
      throw new IllegalArgumentException("mode %o has bits beyond 07777".formatted(mode));
    }
    if (uid < 0 || uid > MAX_ID || gid < 0 || gid > MAX_ID) {
      throw new IllegalArgumentException(
          "owner %d:%d is not within 0 to %d".formatted(uid, gid, MAX_ID));
    }
    Objects.requireNonNull(modified);
    xattrs = xattrs.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(xattrs));
  }

  /// Attributes without extended ones.
  public static FileAttributes of(int mode, long uid, long gid, Instant modified) {
    return new FileAttributes(mode, uid, gid, modified, Map.of());
  }

  public FileAttributes withOwner(long newUid, long newGid) {
    return new FileAttributes(mode, newUid, newGid, modified, xattrs);
  }

  public FileAttributes withMode(int newMode) {
    return new FileAttributes(newMode, uid, gid, modified, xattrs);
  }

  public FileAttributes withModified(Instant time) {
    return new FileAttributes(mode, uid, gid, time, xattrs);
  }
}
