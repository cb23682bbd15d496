package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.TransportSettings;
import dev.jbuild.registry.client.TrustSettings;
import dev.jbuild.registry.fixture.Certificates;
import dev.jbuild.registry.fixture.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which certificates are trusted, and what is said of those that are not.
class TlsTest {
  @TempDir private static Path keys;
  private static Path good;
  private static Path otherName;
  private static Path expired;

  @TempDir private Path certificates;
  private @Nullable WireMockServer server;

  @BeforeAll
  static void makeKeys() throws IOException, InterruptedException {
    good = Certificates.make(keys, "good", "dns:localhost,ip:127.0.0.1");
    otherName = Certificates.make(keys, "other", "dns:registry.example");
    expired =
        Certificates.make(keys, "expired", "ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop();
    }
  }

  private List<LoggedRequest> pings() {
    return Objects.requireNonNull(server).findAll(getRequestedFor(urlEqualTo("/v2/")));
  }

  private String start(Path keyStore) {
    return start(keyStore, options());
  }

  private String start(Path keyStore, WireMockConfiguration configuration) {
    WireMockConfiguration options =
        configuration
            .httpDisabled(true)
            .dynamicHttpsPort()
            .bindAddress("127.0.0.1")
            .keystorePath(keyStore.toString())
            .keystoreType("PKCS12")
            .keystorePassword(Certificates.PASSWORD)
            .keyManagerPassword(Certificates.PASSWORD);
    WireMockServer started = new WireMockServer(options);
    server = started;
    started.start();
    started.stubFor(get("/v2/").willReturn(aResponse().withBody("{}")));
    return "127.0.0.1:" + started.httpsPort();
  }

  private static void ping(TransportSettings settings, String domain) throws RegistryException {
    try (RegistryClient client = HttpRegistryClient.open(settings, CredentialSource.ANONYMOUS)) {
      client.ping(domain);
    }
  }

  private static RegistryException failure(TransportSettings settings, String domain) {
    return assertThrows(RegistryException.class, () -> ping(settings, domain));
  }

  private void trust(String domain, Path keyStore) throws IOException {
    Path directory = Files.createDirectories(certificates.resolve(domain));
    Files.copy(Certificates.pem(keyStore), directory.resolve("ca.crt"));
  }

  @Test
  void saysWhereToPutTheCertificateOfAnUnknownAuthority() {
    String domain = start(good);
    RegistryException e = failure(Settings.quick(certificates).build(), domain);
    assertEquals(Reason.UNTRUSTED, e.reason());
    assertTrue(e.getMessage().contains("unknown authority"), e.getMessage());
    assertTrue(
        e.getMessage().contains(certificates.resolve(domain).resolve("ca.crt").toString()),
        e.getMessage());
    assertTrue(e.getMessage().contains("insecure registries"), e.getMessage());
  }

  @Test
  void trustsTheAuthorityInTheDirectoryOfTheHost() throws IOException {
    String domain = start(good);
    trust(domain, good);
    ping(Settings.quick(certificates).build(), domain);
    assertEquals(1, pings().size());
  }

  @Test
  void doesNotTrustTheAuthorityOfAnotherHost() throws IOException {
    String domain = start(good);
    trust("127.0.0.1:1", good);
    assertEquals(Reason.UNTRUSTED, failure(Settings.quick(certificates).build(), domain).reason());
  }

  @Test
  void trustsAFurtherAuthorityForAllHosts() throws IOException {
    String domain = start(good);
    TrustSettings trust =
        new TrustSettings(List.of(certificates), List.of(Certificates.pem(good)), List.of());
    ping(Settings.quick(trust).build(), domain);
  }

  @Test
  void trustsTheSystemsBundle() throws IOException {
    String domain = start(good);
    Path missing = certificates.resolve("missing.crt");
    TrustSettings trust =
        new TrustSettings(
            List.of(certificates), List.of(), List.of(missing, Certificates.pem(good)));
    ping(Settings.quick(trust).build(), domain);
  }

  @Test
  void speaksHttp2WhereTheServerDoes() throws IOException {
    String domain = start(good);
    trust(domain, good);
    ping(Settings.quick(certificates).build(), domain);
    assertEquals("HTTP/2.0", pings().getLast().getProtocol());
  }

  @Test
  void checksNothingForHostsMarkedAsInsecure() throws IOException {
    String domain = start(otherName);
    ping(Settings.quick(certificates).insecureRegistries(List.of("127.0.0.0/8")).build(), domain);
  }

  @Test
  void saysThatTheCertificateIsForAnotherName() throws IOException {
    String domain = start(otherName);
    trust(domain, otherName);
    RegistryException e = failure(Settings.quick(certificates).build(), domain);
    assertEquals(Reason.UNTRUSTED, e.reason());
    assertTrue(e.getMessage().contains("registry.example"), e.getMessage());
  }

  @Test
  void saysThatTheCertificateHasExpired() throws IOException {
    String domain = start(expired);
    trust(domain, expired);
    RegistryException e = failure(Settings.quick(certificates).build(), domain);
    assertEquals(Reason.UNTRUSTED, e.reason());
    assertTrue(e.getMessage().contains("expired"), e.getMessage());
  }

  @Test
  void namesTheFileThatIsNoCertificate() throws IOException {
    String domain = start(good);
    Path directory = Files.createDirectories(certificates.resolve(domain));
    Files.writeString(directory.resolve("ca.crt"), "hello");
    RegistryException e = failure(Settings.quick(certificates).build(), domain);
    assertEquals(Reason.LOCAL, e.reason());
    assertTrue(e.getMessage().contains("ca.crt"), e.getMessage());
  }

  @Test
  void showsTheClientCertificateOfTheDirectoryOfTheHost() throws IOException {
    String domain =
        start(
            good,
            options()
                .needClientAuth(true)
                .trustStorePath(otherName.toString())
                .trustStoreType("PKCS12")
                .trustStorePassword(Certificates.PASSWORD));
    trust(domain, good);
    TransportSettings settings = Settings.quick(certificates).build();
    RegistryException e = failure(settings, domain);
    Path advised = certificates.resolve(domain).resolve("client.cert");
    assertEquals(Reason.UNTRUSTED, e.reason(), e.getMessage());
    assertTrue(e.getMessage().contains("wants a client certificate"), e.getMessage());
    assertTrue(e.getMessage().contains("'" + advised + "'"), e.getMessage());

    Files.copy(Certificates.pem(otherName), advised);
    assertTrue(failure(settings, domain).getMessage().contains("has no key beside it"));
    Files.copy(Certificates.pemKey(otherName), advised.resolveSibling("client.key"));
    ping(settings, domain);
    assertEquals(1, pings().size());
  }

  /// Asking is not insisting.
  @Test
  void aHostThatAnswersWithoutAClientCertificateDoesNotWantOne() throws Exception {
    char[] password = Certificates.PASSWORD.toCharArray();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(good.toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (SSLServerSocket listening =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 5, loopback)) {
      listening.setWantClientAuth(true);
      Thread.ofVirtual().start(() -> answerOnce(listening));
      String domain = "127.0.0.1:" + listening.getLocalPort();
      trust(domain, good);
      try (RegistryClient client =
          HttpRegistryClient.open(
              Settings.quick(certificates).build(), CredentialSource.ANONYMOUS)) {
        client.ping(domain);
        RegistryException e = assertThrows(RegistryException.class, () -> client.ping(domain));
        assertEquals(Reason.BROKEN, e.reason(), e.getMessage());
      }
    }
  }

  /// Answers the first request and closes the connection of every further one.
  private static void answerOnce(ServerSocket listening) {
    boolean answered = false;
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        BufferedReader request =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = request.readLine(); line != null && !line.isEmpty(); ) {
          line = request.readLine();
        }
        if (!answered) {
          String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
          answered = true;
        }
      } catch (IOException _) {
        // the client went away, or the test ended
      }
    }
  }
}
