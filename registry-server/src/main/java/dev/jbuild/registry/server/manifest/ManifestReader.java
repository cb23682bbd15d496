package dev.jbuild.registry.server.manifest;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.store.ManifestRecord;
import dev.jbuild.registry.server.store.References;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads a pushed manifest: OCI image manifests and indexes, Docker's schema 2 and manifest lists.
public final class ManifestReader {
  private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+";

  /// A manifest as the index keeps it, and what it needs to be there.
  public record Checked(ManifestRecord manifest, References references) {}

  private ManifestReader() {}

  /// Checks a manifest.
  ///
  /// @param contentType the header's value, parameters included, empty when there was none
  /// @throws RegistryFault with MANIFEST_INVALID saying what is wrong
  public static Checked read(byte[] bytes, String contentType, Digest digest) throws RegistryFault {
    String announced = withoutParameters(contentType);
    if (announced.startsWith(SCHEMA_1)) {
      throw RegistryFault.of(
          ErrorCode.MANIFEST_INVALID,
          "docker image manifests of schema 1 are not supported; push with docker 1.10 or later");
    }
    boolean generic = announced.isEmpty() || announced.equals("application/json");
    if (!generic && !MediaTypes.isManifest(announced) && !MediaTypes.isIndex(announced)) {
      throw RegistryFault.of(
          ErrorCode.MANIFEST_INVALID,
          "media type '%s' is not that of a manifest; artifacts of other kinds go as the layers of an OCI image manifest"
              .formatted(announced));
    }
    Manifest manifest;
    try {
      manifest = ImageJson.manifest(bytes, generic ? "" : announced).value();
    } catch (JsonException | IllegalArgumentException e) {
      throw RegistryFault.of(ErrorCode.MANIFEST_INVALID, "manifest invalid: " + e.getMessage());
    }
    return switch (manifest) {
      case ImageManifest image -> checked(image, bytes, digest);
      case ImageIndex index -> checked(index, bytes, digest);
    };
  }

  private static Checked checked(ImageManifest image, byte[] bytes, Digest digest) {
    Set<Digest> blobs = new LinkedHashSet<>();
    blobs.add(image.config().digest());
    for (Descriptor layer : image.layers()) {
      if (layer.urls().isEmpty()) { // foreign layers live elsewhere
        blobs.add(layer.digest());
      }
    }
    String artifactType = image.artifactKind();
    Descriptor shown =
        new Descriptor(
            image.mediaType(),
            digest,
            bytes.length,
            List.of(),
            annotations(image.subject().isPresent(), image.annotations()),
            null,
            artifactType);
    return new Checked(
        new ManifestRecord(shown, image.subject().map(Descriptor::digest).orElse(null)),
        new References(blobs, Set.of()));
  }

  private static Checked checked(ImageIndex index, byte[] bytes, Digest digest) {
    Set<Digest> blobs = new LinkedHashSet<>();
    Set<Digest> manifests = new LinkedHashSet<>();
    for (Descriptor entry : index.manifests()) {
      if (entry.urls().isEmpty()) {
        (isManifest(entry) ? manifests : blobs).add(entry.digest());
      }
    }
    Descriptor shown =
        new Descriptor(
            index.mediaType(),
            digest,
            bytes.length,
            List.of(),
            annotations(index.subject().isPresent(), index.annotations()),
            null,
            index.artifactType());
    return new Checked(
        new ManifestRecord(shown, index.subject().map(Descriptor::digest).orElse(null)),
        new References(blobs, manifests));
  }

  private static boolean isManifest(Descriptor entry) {
    return MediaTypes.isManifest(entry.mediaType()) || MediaTypes.isIndex(entry.mediaType());
  }

  /// Annotations are kept for those manifests that a referrers list may show.
  private static Map<String, String> annotations(boolean refers, Map<String, String> annotations) {
    return refers ? annotations : Map.of();
  }

  private static String withoutParameters(String contentType) {
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
