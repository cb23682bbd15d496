package dev.jbuild.registry.client.http;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.transport.Redaction;
import java.util.ArrayList;
import java.util.List;

/// The list of a manifest's referrers in registries that keep none themselves: an index under the
/// tag `ALGORITHM-HEX`, at most 64 digits of it.
///
/// Follows the OCI distribution specification, "Referrers Tag Schema". Two clients that change one
/// list at the same moment can lose an entry; the specification has no remedy.
final class ReferrersTag {
  private static final int MAX_ALGORITHM = 32;
  private static final int MAX_HEX = 64;

  private final Session session;
  private final Reference tag;

  ReferrersTag(Session session, Reference repository, Digest subject) {
    this.session = session;
    String algorithm = subject.algorithm().id();
    String hex = subject.hex();
    this.tag =
        repository.withTag(
            algorithm.substring(0, Math.min(algorithm.length(), MAX_ALGORITHM))
                + "-"
                + hex.substring(0, Math.min(hex.length(), MAX_HEX)));
  }

  /// The referrers; none when there is no such tag.
  List<Descriptor> read() throws RegistryException {
    RawManifest raw;
    try {
      raw = new GetManifest(session).run(tag);
    } catch (RegistryException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
    try {
      return raw.parse().value() instanceof ImageIndex index ? index.manifests() : List.of();
    } catch (JsonException e) {
      throw RegistryException.local(
          "cannot read the referrers under tag '%s': %s"
              .formatted(tag.familiar(), Redaction.text(String.valueOf(e.getMessage()))),
          e);
    }
  }

  /// Adds a referrer to the list.
  void add(Descriptor referrer) throws RegistryException {
    List<Descriptor> list = new ArrayList<>(read());
    if (list.stream().noneMatch(d -> d.digest().equals(referrer.digest()))) {
      list.add(referrer);
      write(list);
    }
  }

  /// Takes a referrer out of the list, if it is in there.
  void remove(Digest referrer) throws RegistryException {
    List<Descriptor> list = new ArrayList<>(read());
    if (list.removeIf(d -> d.digest().equals(referrer))) {
      write(list);
    }
  }

  private void write(List<Descriptor> list) throws RegistryException {
    Encoded<Manifest> index = ImageJson.encode(ImageIndex.of(MediaTypes.OCI_INDEX, list));
    new PutManifest(session)
        .run(tag, RawManifest.of(index.descriptor(MediaTypes.OCI_INDEX), index.bytes()));
  }
}
