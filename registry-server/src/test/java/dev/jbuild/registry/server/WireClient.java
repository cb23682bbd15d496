package dev.jbuild.registry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Credentials;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/// A plain client of the protocol, for tests over real sockets.
final class WireClient {
  private static final Set<String> BODILESS = Set.of("GET", "HEAD");

  private final URI base;
  private final OkHttpClient http;
  private final @Nullable String authorization;

  /// What came back.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int statusCode, Headers headers, byte[] body) {}

  private WireClient(URI base, OkHttpClient http, @Nullable String authorization) {
    this.base = base;
    this.http = http;
    this.authorization = authorization;
  }

  private static OkHttpClient.Builder client() {
    return new OkHttpClient.Builder()
        .retryOnConnectionFailure(false)
        .readTimeout(Duration.ofSeconds(60))
        .writeTimeout(Duration.ofSeconds(60));
  }

  static WireClient of(URI base) {
    return new WireClient(base, client().build(), null);
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
    X509TrustManager manager = (X509TrustManager) trust.getTrustManagers()[0];
    return new WireClient(
        base, client().sslSocketFactory(context.getSocketFactory(), manager).build(), null);
  }

  WireClient as(String user, String password) {
    return new WireClient(base, http, Credentials.basic(user, password, StandardCharsets.UTF_8));
  }

  /// Sends a request.
  ///
  /// @param headers names and values in turn
  Answer send(String method, String target, byte[] body, String... headers) throws IOException {
    return send(method, target, RequestBody.create(body, (MediaType) null), headers);
  }

  Answer send(String method, String target, String... headers) throws IOException {
    return send(method, target, new byte[0], headers);
  }

  /// Sends a body whose length is not announced.
  Answer stream(String method, String target, byte[] body, String... headers) throws IOException {
    RequestBody chunked =
        new RequestBody() {
          @Override
          public @Nullable MediaType contentType() {
            return null;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            sink.write(body);
          }
        };
    return send(method, target, chunked, headers);
  }

  private Answer send(String method, String target, RequestBody body, String... headers)
      throws IOException {
    Request.Builder request =
        new Request.Builder()
            .url(base.resolve(target).toString())
            .headers(Headers.of(headers))
            .method(method, BODILESS.contains(method) ? null : body);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    try (Response response = http.newCall(request.build()).execute()) {
      return new Answer(response.code(), response.headers(), response.body().bytes());
    }
  }

  /// Pushes a blob by POST and PUT.
  Digest pushBlob(String repository, byte[] content) throws IOException {
    Digest digest = Digest.sha256(content);
    Answer started = send("POST", "/v2/" + repository + "/blobs/uploads/");
    assertEquals(202, started.statusCode());
    Answer stored = send("PUT", header(started, "Location") + "?digest=" + digest, content);
    assertEquals(201, stored.statusCode(), () -> text(stored));
    return digest;
  }

  static String header(Answer answer, String name) {
    String value = answer.headers().get(name);
    return value == null ? "" : value;
  }

  static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
