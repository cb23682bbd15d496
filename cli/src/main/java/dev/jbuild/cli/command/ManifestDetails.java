package dev.jbuild.cli.command;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What `manifest inspect --verbose` tells, in docker's form: of each manifest its name,
/// descriptor, bytes and content; one object for an image, a list of them for an index.
final class ManifestDetails {
  /// Where manifests and configurations come from.
  interface Source {
    RawManifest manifest(Descriptor descriptor) throws IOException;

    byte[] config(Descriptor descriptor) throws IOException;

    /// Those of the store.
    static Source of(ContentStore content) {
      return new Source() {
        @Override
        public RawManifest manifest(Descriptor descriptor) throws IOException {
          return RawManifest.of(
              descriptor, content.read(descriptor.digest(), ImageJson.MAX_MANIFEST));
        }

        @Override
        public byte[] config(Descriptor descriptor) throws IOException {
          return content.read(descriptor.digest(), ImageJson.MAX_CONFIG);
        }
      };
    }

    /// Those of a repository.
    static Source of(RegistryClient client, Reference repository) {
      return new Source() {
        @Override
        public RawManifest manifest(Descriptor descriptor) throws IOException {
          return client.manifest(repository.withDigest(descriptor.digest()));
        }

        @Override
        public byte[] config(Descriptor descriptor) throws IOException {
          byte[] config;
          try (InputStream in = client.blob(repository, descriptor, 0)) {
            config = in.readNBytes(ImageJson.MAX_CONFIG + 1);
          }
          MessageDigest hash = descriptor.digest().algorithm().newHash();
          hash.update(config);
          Digest actual = Digest.of(descriptor.digest().algorithm(), hash);
          if (!actual.equals(descriptor.digest())) {
            throw new ContentException.DigestMismatch(
                "configuration from '" + repository.repository() + "'",
                descriptor.digest(),
                actual,
                config.length);
          }
          return config;
        }
      };
    }
  }

  private ManifestDetails() {}

  /// Describes a manifest.
  ///
  /// @param name what it was asked for by
  static Object of(String name, RawManifest document, Source source) throws IOException {
    if (!(document.parse().value() instanceof ImageIndex index)) {
      return details(name, document, document.descriptor(), source);
    }
    List<JsonObject> all = new ArrayList<>();
    for (Descriptor entry : index.manifests()) {
      all.add(details(name + "@" + entry.digest(), source.manifest(entry), entry, source));
    }
    return all;
  }

  /// Describes one manifest as an entry of a list has it.
  static Object of(String name, RawManifest document, Descriptor entry, Source source)
      throws IOException {
    return details(name, document, entry, source);
  }

  private static JsonObject details(
      String name, RawManifest document, Descriptor descriptor, Source source) throws IOException {
    Descriptor described = descriptor;
    if (descriptor.platform().isEmpty()
        && document.parse().value() instanceof ImageManifest manifest
        && MediaTypes.isImageConfig(manifest.config().mediaType())) {
      byte[] config = source.config(manifest.config());
      described = descriptor.withPlatform(ImageJson.config(config).value().platform());
    }
    boolean docker =
        descriptor.mediaType().equals(MediaTypes.DOCKER_MANIFEST)
            || descriptor.mediaType().equals(MediaTypes.DOCKER_MANIFEST_LIST);
    return JsonObject.builder()
        .put("Ref", name)
        .put("Descriptor", ImageJson.write(described))
        .put("Raw", Base64.getEncoder().encodeToString(document.bytes()))
        .put(docker ? "SchemaV2Manifest" : "OCIManifest", Json.parseObject(document.bytes()))
        .build();
  }
}
