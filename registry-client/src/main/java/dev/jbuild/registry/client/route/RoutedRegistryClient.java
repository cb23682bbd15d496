package dev.jbuild.registry.client.route;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.BlobSource;
import dev.jbuild.registry.client.BlobUpload;
import dev.jbuild.registry.client.Credentials;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryRoute;
import dev.jbuild.registry.client.SearchResult;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/// A client that obeys routes: manifests and blobs come from the first mirror that has them, else
/// from the registry; everything else goes to the registry itself, at its location.
///
/// A mirror that cannot be reached, fails or gives wrong bytes is not asked again by this client;
/// one that merely lacks something is. Names in results are those that were asked for.
public final class RoutedRegistryClient implements RegistryClient {
  private final RegistryClient client;
  private final Routes routes;
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private final Map<Digest, Set<String>> sources = new ConcurrentHashMap<>();

  private RoutedRegistryClient(RegistryClient client, Routes routes) {
    this.client = client;
    this.routes = routes;
  }

  /// A client that sends its requests through another, which it closes; that one itself where there
  /// are no routes.
  public static RegistryClient of(RegistryClient client, List<RegistryRoute> routes) {
    return routes.isEmpty() ? client : new RoutedRegistryClient(client, new Routes(routes));
  }

  /// A request to one of several places.
  @FunctionalInterface
  interface Read<T> {
    T from(Reference place) throws RegistryException;
  }

  /// Asks the places of a name in turn.
  <T> T read(Reference name, Read<T> read) throws RegistryException {
    List<Reference> places = routes.toRead(name);
    List<RegistryException> before = new ArrayList<>();
    for (Reference mirror : places.subList(0, places.size() - 1)) {
      if (failed.contains(key(mirror, places.getLast()))) {
        continue;
      }
      try {
        return read.from(mirror);
      } catch (RegistryException e) {
        if (isFinal(e)) {
          throw e;
        }
        noteFailure(key(mirror, places.getLast()), e);
        before.add(e);
      }
    }
    try {
      return read.from(places.getLast());
    } catch (RegistryException e) {
      throw before.isEmpty() ? e : withMirrors(e, before);
    }
  }

  /// Whether no other place can help.
  static boolean isFinal(RegistryException e) {
    return e.reason() == RegistryException.Reason.CANCELLED
        || e.reason() == RegistryException.Reason.LOCAL;
  }

  /// What a mirror is remembered by: its host, unless that is the registry's own.
  private static String key(Reference mirror, Reference registry) {
    return mirror.domain().equals(registry.domain()) ? mirror.repository() : mirror.domain();
  }

  private void noteFailure(String mirror, RegistryException e) {
    switch (e.reason()) {
      case NOT_FOUND, DENIED, REFUSED -> {}
      default -> failed.add(mirror);
    }
  }

  /// Notes that a place failed in the middle of a blob.
  ///
  /// @return false when it was the registry itself, so that no place is left
  boolean giveUp(Reference place, Reference name) throws RegistryException {
    Reference registry = routes.toWrite(name);
    boolean mirror = !place.repository().equals(registry.repository());
    if (mirror) {
      failed.add(key(place, registry));
    }
    return mirror;
  }

  /// Notes which place a blob, or a part of it, comes from.
  void noteSource(Digest blob, Reference place, Reference name) throws RegistryException {
    Reference registry = routes.toWrite(name);
    if (!place.repository().equals(registry.repository())) {
      sources.computeIfAbsent(blob, _ -> ConcurrentHashMap.newKeySet()).add(key(place, registry));
    }
  }

  @Override
  public boolean reject(Reference repository, Digest blob) {
    Set<String> mirrors = sources.remove(blob);
    if (mirrors == null) {
      return false;
    }
    failed.addAll(mirrors);
    return true;
  }

  private static RegistryException withMirrors(
      RegistryException last, List<RegistryException> before) {
    RegistryException all =
        new RegistryException(
            last.reason(),
            last.getMessage() + "; before that, a mirror: " + before.getFirst().getMessage(),
            last.method(),
            last.url(),
            last.status(),
            last.errors(),
            last.retryAfter().orElse(null),
            last);
    before.forEach(all::addSuppressed);
    return all;
  }

  @Override
  public void ping(String domain) throws RegistryException {
    client.ping(routes.toList(domain));
  }

  @Override
  public Credentials login(String domain, Credentials credentials) throws RegistryException {
    return client.login(domain, credentials);
  }

  @Override
  public Descriptor resolve(Reference reference) throws RegistryException {
    return read(reference, client::resolve);
  }

  @Override
  public RawManifest manifest(Reference reference) throws RegistryException {
    return read(reference, client::manifest);
  }

  @Override
  public InputStream blob(Reference repository, Descriptor blob, long offset)
      throws RegistryException {
    return new RoutedBlob(this, client, repository, blob, offset);
  }

  @Override
  public boolean exists(Reference repository, Digest blob) throws RegistryException {
    return client.exists(routes.toWrite(repository), blob);
  }

  @Override
  public boolean mount(Reference repository, Digest blob, Reference source)
      throws RegistryException {
    Reference target = routes.toWrite(repository);
    Reference from = routes.toWrite(source);
    return target.domain().equals(from.domain()) && client.mount(target, blob, from);
  }

  @Override
  public void upload(
      Reference repository, Descriptor blob, BlobSource source, LongConsumer progress)
      throws RegistryException {
    client.upload(routes.toWrite(repository), blob, source, progress);
  }

  @Override
  public Optional<BlobUpload> beginUpload(Reference repository, LongConsumer progress)
      throws RegistryException {
    return client.beginUpload(routes.toWrite(repository), progress);
  }

  @Override
  public Descriptor putManifest(Reference reference, RawManifest manifest)
      throws RegistryException {
    return client.putManifest(routes.toWrite(reference), manifest);
  }

  @Override
  public List<String> tags(Reference repository) throws RegistryException {
    return client.tags(routes.toWrite(repository));
  }

  @Override
  public List<String> catalog(String domain) throws RegistryException {
    return client.catalog(routes.toList(domain));
  }

  @Override
  public List<SearchResult> search(String domain, String words, int limit)
      throws RegistryException {
    return client.search(routes.toList(domain), words, limit);
  }

  @Override
  public List<Descriptor> referrers(Reference reference, String artifactType)
      throws RegistryException {
    return client.referrers(routes.toWrite(reference), artifactType);
  }

  @Override
  public void delete(Reference reference) throws RegistryException {
    client.delete(routes.toWrite(reference));
  }

  @Override
  public void deleteBlob(Reference repository, Digest blob) throws RegistryException {
    client.deleteBlob(routes.toWrite(repository), blob);
  }

  @Override
  public void close() {
    client.close();
  }
}
