package dev.jbuild.registry.server.jetty;

import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.tls.KeyMaterial;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// One listening socket. Selectors run on a few platform threads, requests on virtual ones.
public final class JettyListener {
  private static final int IO_BUFFER = 64 << 10;
  private static final int BACKLOG = 1024;

  /// How to listen.
  public record Settings(
      String host,
      int port,
      Optional<KeyMaterial> tls,
      int headerBytes,
      Duration idle,
      Duration grace) {}

  private final Server server;
  private final ServerConnector connector;

  private JettyListener(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /// Starts to listen.
  ///
  /// @throws IOException saying why the address cannot be used
  public static JettyListener start(Settings settings, Function<Request, Response> front)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(64, 4);
    threads.setName("registry");
    threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 1, 1, factories(settings));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(BACKLOG);
    connector.setIdleTimeout(settings.idle().toMillis());
    server.addConnector(connector);
    server.setHandler(new GracefulHandler(new JettyHandler(front)));
    server.setErrorHandler(new JettyErrors());
    server.setStopTimeout(settings.grace().toMillis());
    try {
      connector.open();
      server.start();
    } catch (Exception e) { // Jetty declares no narrower type
      connector.close();
      stopQuietly(server, e);
      throw unusable(settings, e);
    }
    return new JettyListener(server, connector);
  }

  private static IOException unusable(Settings settings, Exception e) {
    Throwable root = e;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      root = cause;
    }
    String message = String.valueOf(root.getMessage());
    String reason =
        switch (root) {
          case SocketException s when message.contains("in use") ->
              "the port is in use; stop the other program or choose another port";
          case SocketException s when message.contains("denied") ->
              "permission denied; ports below 1024 need privileges";
          case SocketException s when message.contains("assign") ->
              "no such address on this machine; choose one of its own or 0.0.0.0";
          case UnresolvedAddressException u -> "the host name is unknown";
          case UnknownHostException u -> "the host name is unknown";
          default -> message;
        };
    return new IOException(
        "listening on %s:%d failed: %s".formatted(settings.host(), settings.port(), reason), e);
  }

  private static void stopQuietly(Server server, Exception reason) {
    try {
      server.stop();
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
  }

  private static ConnectionFactory[] factories(Settings settings) throws IOException {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(settings.headerBytes());
    http.setOutputBufferSize(IO_BUFFER);
    http.setInputBufferSize(IO_BUFFER);
    http.setUriCompliance(UriCompliance.DEFAULT);
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    plain.setInputBufferSize(IO_BUFFER);
    if (settings.tls().isEmpty()) {
      return new ConnectionFactory[] {plain};
    }
    SslConnectionFactory secure =
        new SslConnectionFactory(context(settings.tls().get()), plain.getProtocol());
    secure.setInputBufferSize(IO_BUFFER);
    return new ConnectionFactory[] {secure, plain};
  }

  private static SslContextFactory.Server context(KeyMaterial material) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "registry", material.key(), new char[0], material.chain().toArray(Certificate[]::new));
      SslContextFactory.Server context = new SslContextFactory.Server();
      context.setKeyStore(store);
      context.setKeyStorePassword("");
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("preparing TLS failed: " + e.getMessage(), e);
    }
  }

  /// Whether connections are encrypted.
  public boolean secure() {
    return connector.getConnectionFactory(SslConnectionFactory.class) != null;
  }

  /// The port that is listened on.
  public int port() {
    return connector.getLocalPort();
  }

  /// Takes no more requests and waits for those in flight; the ones that outlast the grace are cut
  /// off.
  public void stop() throws IOException {
    try {
      server.stop();
    } catch (TimeoutException e) {
      connector.close(); // some outlasted it
    } catch (Exception e) { // Jetty declares no narrower type
      throw new IOException("stopping the listener failed: " + e.getMessage(), e);
    }
  }
}
