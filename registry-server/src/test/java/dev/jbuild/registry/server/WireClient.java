package dev.jbuild.registry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// A plain client of the protocol, for tests over real sockets.
final class WireClient {
  private final URI base;
  private final HttpClient http;
  private final @Nullable String authorization;

  private WireClient(URI base, HttpClient http, @Nullable String authorization) {
    this.base = base;
    this.http = http;
    this.authorization = authorization;
  }

  static WireClient of(URI base) {
    return new WireClient(base, HttpClient.newHttpClient(), null);
  }

  /// A client that trusts one authority.
  static WireClient trusting(URI base, Path authority)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return new WireClient(base, HttpClient.newBuilder().sslContext(context).build(), null);
  }

  WireClient as(String user, String password) {
    String credentials = user + ":" + password;
    return new WireClient(
        base,
        http,
        "Basic "
            + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
  }

  /// Sends a request.
  ///
  /// @param headers names and values in turn
  HttpResponse<byte[]> send(String method, String target, byte[] body, String... headers)
      throws IOException {
    return send(method, target, HttpRequest.BodyPublishers.ofByteArray(body), headers);
  }

  HttpResponse<byte[]> send(String method, String target, String... headers) throws IOException {
    return send(method, target, HttpRequest.BodyPublishers.noBody(), headers);
  }

  HttpResponse<byte[]> send(
      String method, String target, HttpRequest.BodyPublisher body, String... headers)
      throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(target)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// Pushes a blob by POST and PUT.
  Digest pushBlob(String repository, byte[] content) throws IOException {
    Digest digest = Digest.sha256(content);
    HttpResponse<byte[]> started = send("POST", "/v2/" + repository + "/blobs/uploads/");
    assertEquals(202, started.statusCode());
    HttpResponse<byte[]> stored =
        send("PUT", header(started, "Location") + "?digest=" + digest, content);
    assertEquals(201, stored.statusCode(), () -> text(stored));
    return digest;
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
