package dev.jbuild.engine.copy;

import dev.jbuild.engine.copy.Place.InRegistry;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.BlobSource;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.LongConsumer;

/// A repository of a registry as source or target.
final class RegistryPlace implements CopySource, CopyTarget {
  private final RegistryClient client;
  private final Reference reference;

  RegistryPlace(RegistryClient client, Reference reference) {
    this.client = client;
    this.reference = reference;
  }

  @Override
  public String name() {
    return reference.familiar();
  }

  @Override
  public RawManifest root() throws IOException {
    return client.manifest(reference);
  }

  @Override
  public RawManifest manifest(Descriptor descriptor) throws IOException {
    return client.manifest(reference.withDigest(descriptor.digest()));
  }

  @Override
  public InputStream blob(Descriptor blob, long offset) throws IOException {
    return client.blob(reference, blob, offset);
  }

  @Override
  public boolean reject(Descriptor blob) throws IOException {
    return client.reject(reference, blob.digest());
  }

  @Override
  public List<Descriptor> referrers(Digest manifest) throws IOException {
    return client.referrers(reference.withDigest(manifest), "");
  }

  @Override
  public boolean hasManifest(Descriptor manifest) throws IOException {
    try {
      client.resolve(reference.withDigest(manifest.digest()));
      return true;
    } catch (RegistryException e) {
      // A registry that hides what is not there says so only by refusing; the copy will tell.
      if (e.status() == 404 || e.status() == 401 || e.status() == 403) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public boolean hasBlob(Descriptor blob) throws IOException {
    return client.exists(reference, blob.digest());
  }

  @Override
  public boolean takeOver(Descriptor blob, Place source) throws IOException {
    return source instanceof InRegistry other
        && other.reference().domain().equals(reference.domain())
        && client.mount(reference, blob.digest(), other.reference());
  }

  @Override
  public void put(Descriptor blob, BlobSource bytes, LongConsumer progress) throws IOException {
    client.upload(reference, blob, bytes, progress);
  }

  @Override
  public void putListed(RawManifest manifest) throws IOException {
    client.putManifest(reference.withDigest(manifest.descriptor().digest()), manifest);
  }

  @Override
  public void putReferrer(RawManifest manifest) throws IOException {
    putListed(manifest);
  }

  @Override
  public Descriptor putNamed(RawManifest manifest) throws IOException {
    return client.putManifest(reference, manifest);
  }
}
