package dev.jbuild.registry.server.route;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Query;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.Tag;
import dev.jbuild.registry.server.name.UploadId;
import org.jspecify.annotations.Nullable;

/// What a request is about: a kind of resource, a repository, and what stands after it. Parts are
/// checked when they are asked for, each with its own error code.
record Target(Resource resource, @Nullable RepositoryName repositoryOrNull, String reference) {

  /// Reads a percent-encoded path.
  ///
  /// @throws RegistryFault with ROUTE_UNKNOWN or NAME_INVALID
  static Target parse(String rawPath) throws RegistryFault {
    String path = decode(rawPath);
    if (path.equals("/v2/") || path.equals("/v2")) {
      return new Target(Resource.BASE, null, "");
    }
    if (!path.startsWith("/v2/")) {
      throw unknown(rawPath);
    }
    if (path.equals("/v2/_catalog")) {
      return new Target(Resource.CATALOG, null, "");
    }
    return below(path.substring("/v2/".length()), rawPath);
  }

  private static Target below(String path, String rawPath) throws RegistryFault {
    int last = path.lastIndexOf('/');
    int kind = last < 1 ? -1 : path.lastIndexOf('/', last - 1);
    if (kind < 0) {
      throw unknown(rawPath);
    }
    String before = path.substring(0, kind);
    String reference = path.substring(last + 1);
    return switch (path.substring(kind + 1, last)) {
      case "manifests" -> of(Resource.MANIFEST, before, reference);
      case "blobs" ->
          reference.equals("uploads")
              ? of(Resource.UPLOADS, before, "")
              : of(Resource.BLOB, before, reference);
      case "referrers" -> of(Resource.REFERRERS, before, reference);
      case "tags" -> {
        if (!reference.equals("list")) {
          throw unknown(rawPath);
        }
        yield of(Resource.TAGS, before, "");
      }
      case "uploads" -> {
        if (!before.endsWith("/blobs")) {
          throw unknown(rawPath);
        }
        String name = before.substring(0, before.length() - "/blobs".length());
        yield of(reference.isEmpty() ? Resource.UPLOADS : Resource.UPLOAD, name, reference);
      }
      default -> throw unknown(rawPath);
    };
  }

  private static Target of(Resource resource, String name, String reference) throws RegistryFault {
    return new Target(resource, repositoryName(name), reference);
  }

  private static String decode(String rawPath) throws RegistryFault {
    try {
      return Query.decode(rawPath);
    } catch (IllegalArgumentException e) {
      throw RegistryFault.of(ErrorCode.REQUEST_INVALID, String.valueOf(e.getMessage()));
    }
  }

  private static RegistryFault unknown(String rawPath) {
    return RegistryFault.of(ErrorCode.ROUTE_UNKNOWN).withDetail("path", rawPath);
  }

  static RepositoryName repositoryName(String name) throws RegistryFault {
    try {
      return new RepositoryName(name);
    } catch (IllegalArgumentException e) {
      throw RegistryFault.of(ErrorCode.NAME_INVALID, String.valueOf(e.getMessage()));
    }
  }

  /// The repository; every kind of resource has one but BASE and CATALOG.
  RepositoryName repository() {
    if (repositoryOrNull == null) {
      throw new IllegalStateException(resource + " belongs to no repository");
    }
    return repositoryOrNull;
  }

  /// The reference as a digest.
  Digest digest() throws RegistryFault {
    return digest(reference);
  }

  static Digest digest(String text) throws RegistryFault {
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      throw RegistryFault.of(ErrorCode.DIGEST_INVALID, String.valueOf(e.getMessage()));
    }
  }

  /// Whether the reference of a manifest is a digest; tags have no colon.
  boolean byDigest() {
    return reference.indexOf(':') >= 0;
  }

  /// The reference as a tag.
  Tag tag() throws RegistryFault {
    return tag(reference);
  }

  static Tag tag(String text) throws RegistryFault {
    try {
      return new Tag(text);
    } catch (IllegalArgumentException e) {
      throw RegistryFault.of(ErrorCode.TAG_INVALID, String.valueOf(e.getMessage()));
    }
  }

  /// The reference as the identifier of an upload.
  UploadId upload() throws RegistryFault {
    try {
      return UploadId.parse(reference);
    } catch (IllegalArgumentException e) {
      throw RegistryFault.of(ErrorCode.BLOB_UPLOAD_UNKNOWN, String.valueOf(e.getMessage()));
    }
  }
}
