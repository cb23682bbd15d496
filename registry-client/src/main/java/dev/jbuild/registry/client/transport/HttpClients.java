package dev.jbuild.registry.client.transport;

import dev.jbuild.registry.client.TransportSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/// One HTTP client for each host, since each host has its own trust; they share one pool of
/// connections. Redirects are not followed here: the layer above decides where credentials go.
final class HttpClients implements AutoCloseable {
  /// After the last byte of an upload the registry hashes it, or copies it to its storage service.
  private static final int WAIT_AFTER_UPLOAD = 10;

  private final TransportSettings settings;
  private final TrustedHosts trusted;
  private final OkHttpClient base;
  private final ConcurrentMap<Key, OkHttpClient> clients = new ConcurrentHashMap<>();

  private record Key(String scheme, String hostAndPort, boolean verified, Traffic traffic) {}

  HttpClients(TransportSettings settings, TrustedHosts trusted, Proxies proxies) {
    this.settings = settings;
    this.trusted = trusted;
    this.base =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(8, 30, TimeUnit.SECONDS))
            .connectTimeout(settings.connectTimeout())
            .readTimeout(settings.idleTimeout())
            .writeTimeout(settings.idleTimeout())
            .callTimeout(settings.requestTimeout())
            .followRedirects(false)
            .followSslRedirects(false)
            // Without TLS here: it would read Java's whole list of authorities at once.
            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
            .socketFactory(new InterruptibleSockets())
            .eventListenerFactory(HeadDeadline.OF_REQUEST)
            .proxySelector(proxies)
            .proxyAuthenticator(proxies.authenticator())
            .addNetworkInterceptor(HttpClients::encryptedIfHttps)
            .addNetworkInterceptor(HttpClients::withReadableWait)
            .build();
  }

  /// The HTTP library sends requests for HTTPS in the clear when a client has no TLS set up. No
  /// mistake of ours may ever lead there with a password in hand.
  private static Response encryptedIfHttps(Interceptor.Chain chain) throws IOException {
    Connection connection = chain.connection();
    if (chain.request().isHttps() && (connection == null || connection.handshake() == null)) {
      throw new SSLException("the connection is not encrypted");
    }
    return chain.proceed(chain.request());
  }

  /// The HTTP library reads this field of a 503 itself and trips over numbers that are too large.
  private static Response withReadableWait(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    String wait = response.header("Retry-After");
    return wait != null && wait.length() > 9 && wait.chars().allMatch(Character::isDigit)
        ? response.newBuilder().removeHeader("Retry-After").build()
        : response;
  }

  /// The client for a URL and the kind of traffic.
  OkHttpClient forUrl(HttpUrl url, boolean verified, Traffic traffic) throws IOException {
    Key key = new Key(url.scheme(), Redaction.host(url), verified, traffic);
    OkHttpClient known = clients.get(key);
    if (known == null) {
      known = make(url, key);
      OkHttpClient other = clients.putIfAbsent(key, known);
      known = other == null ? known : other;
    }
    return known;
  }

  private OkHttpClient make(HttpUrl url, Key key) throws IOException {
    if (key.traffic() != Traffic.MESSAGE) {
      OkHttpClient.Builder builder = forUrl(url, key.verified(), Traffic.MESSAGE).newBuilder();
      builder.callTimeout(Duration.ZERO);
      if (key.traffic() == Traffic.UPLOAD) {
        builder.readTimeout(settings.idleTimeout().multipliedBy(WAIT_AFTER_UPLOAD));
      }
      return builder.build();
    }
    if (!url.isHttps()) {
      return base;
    }
    TrustedHosts.Context tls =
        key.verified() ? trusted.verified(key.hostAndPort()) : trusted.blind(key.hostAndPort());
    OkHttpClient.Builder builder =
        base.newBuilder()
            .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
            .sslSocketFactory(tls.context().getSocketFactory(), tls.trust())
            .addNetworkInterceptor(chain -> {
              Response response = chain.proceed(chain.request());
              trusted.answered(key.hostAndPort());
              return response;
            });
    if (!key.verified()) {
      builder.hostnameVerifier((host, session) -> true);
    }
    return builder.build();
  }

  /// How long the head of an answer may take, for traffic that is not bounded as a whole.
  Optional<Duration> headLimit(Traffic traffic) {
    return switch (traffic) {
      case MESSAGE -> Optional.empty();
      case DOWNLOAD -> Optional.of(settings.requestTimeout());
      case UPLOAD -> Optional.of(settings.idleTimeout().multipliedBy(WAIT_AFTER_UPLOAD));
    };
  }

  @Override
  public void close() {
    base.dispatcher().cancelAll();
    base.connectionPool().evictAll();
  }
}
