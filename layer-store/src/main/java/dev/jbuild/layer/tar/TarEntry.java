package dev.jbuild.layer.tar;

import java.util.Map;
import java.util.Objects;

/// One entry of a tar: all that its headers say.
///
/// @param name path as it stands in the archive, not checked in any way
/// @param mode permission bits, at most 07777
/// @param seconds modification time, whole seconds since 1970
/// @param nanos modification time, the rest
/// @param size number of bytes of content, holes included
/// @param linkName target of a hard or symbolic link, else empty
/// @param sparse whether the content has holes
/// @param xattrs extended attributes by full name
public record TarEntry(
    TarType type,
    String name,
    int mode,
    long uid,
    long gid,
    long seconds,
    int nanos,
    long size,
    String linkName,
    int major,
    int minor,
    boolean sparse,
    Map<String, byte[]> xattrs) {
  public TarEntry {
    Objects.requireNonNull(type);
    Objects.requireNonNull(name);
    Objects.requireNonNull(linkName);
  }
}
