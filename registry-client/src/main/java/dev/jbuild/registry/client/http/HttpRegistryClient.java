package dev.jbuild.registry.client.http;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.BlobSource;
import dev.jbuild.registry.client.BlobUpload;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.Credentials;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.SearchResult;
import dev.jbuild.registry.client.TransportSettings;
import dev.jbuild.registry.client.auth.Authorizer;
import dev.jbuild.registry.client.transport.Transport;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// The client of registries over HTTP/1.1 and HTTP/2. Connections and tokens are kept for the life
/// of the client, so one client should serve a whole command.
public final class HttpRegistryClient implements RegistryClient {
  private final Transport transport;
  private final Session session;

  private HttpRegistryClient(Transport transport, CredentialSource credentials) {
    this.transport = transport;
    this.session = new Session(transport, new Authorizer(transport, credentials, false));
  }

  /// A client that finds its credentials in a source, such as docker's configuration.
  public static HttpRegistryClient open(TransportSettings settings, CredentialSource credentials) {
    return new HttpRegistryClient(new Transport(settings), credentials);
  }

  @Override
  public void ping(String domain) throws RegistryException {
    new PingRegistry(session).run(domain, "reach registry '" + domain + "'");
  }

  @Override
  public Credentials login(String domain, Credentials credentials) throws RegistryException {
    Authorizer authorizer = new Authorizer(transport, any -> Optional.of(credentials), true);
    new PingRegistry(new Session(transport, authorizer))
        .run(domain, "log in to registry '" + domain + "'");
    return authorizer
        .refreshToken(domain)
        .map(token -> Credentials.identityToken(credentials.username(), token))
        .orElse(credentials);
  }

  @Override
  public Descriptor resolve(Reference reference) throws RegistryException {
    return new HeadManifest(session).run(reference);
  }

  @Override
  public RawManifest manifest(Reference reference) throws RegistryException {
    return new GetManifest(session).run(reference);
  }

  @Override
  public InputStream blob(Reference repository, Descriptor blob, long offset)
      throws RegistryException {
    return new GetBlob(session).run(repository, blob, offset);
  }

  /// There is no other place to ask.
  @Override
  public boolean reject(Reference repository, Digest blob) {
    return false;
  }

  @Override
  public boolean exists(Reference repository, Digest blob) throws RegistryException {
    return new HeadBlob(session).run(repository, blob);
  }

  @Override
  public boolean mount(Reference repository, Digest blob, Reference source)
      throws RegistryException {
    return new MountBlob(session).run(repository, blob, source);
  }

  @Override
  public void upload(
      Reference repository, Descriptor blob, BlobSource source, LongConsumer progress)
      throws RegistryException {
    new UploadBlob(session).run(repository, blob, source, progress);
  }

  @Override
  public Optional<BlobUpload> beginUpload(Reference repository, LongConsumer progress)
      throws RegistryException {
    return StreamedUpload.begin(session, repository, progress);
  }

  @Override
  public Descriptor putManifest(Reference reference, RawManifest manifest)
      throws RegistryException {
    return new PutManifest(session).run(reference, manifest);
  }

  @Override
  public List<String> tags(Reference repository) throws RegistryException {
    return new ListTags(session).run(repository);
  }

  @Override
  public List<String> catalog(String domain) throws RegistryException {
    return new ListCatalog(session).run(domain);
  }

  @Override
  public List<SearchResult> search(String domain, String words, int limit)
      throws RegistryException {
    return new Search(session).run(domain, words, limit);
  }

  @Override
  public List<Descriptor> referrers(Reference reference, String artifactType)
      throws RegistryException {
    return new ListReferrers(session).run(reference, artifactType);
  }

  @Override
  public void delete(Reference reference) throws RegistryException {
    new DeleteManifest(session).run(reference);
  }

  @Override
  public void deleteBlob(Reference repository, Digest blob) throws RegistryException {
    new DeleteBlob(session).run(repository, blob);
  }

  @Override
  public void close() {
    transport.close();
  }
}
