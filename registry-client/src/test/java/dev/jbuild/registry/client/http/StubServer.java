package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.fixture.Settings;

/// A server on 127.0.0.1 that answers what a test stubs, from its construction until it is closed.
final class StubServer extends WireMockServer implements AutoCloseable {
  StubServer() {
    super(options().dynamicPort().bindAddress("127.0.0.1"));
    start();
  }

  /// The server as it stands in a reference.
  String domain() {
    return "127.0.0.1:" + port();
  }

  /// A client without credentials and with little patience.
  static RegistryClient anonymousClient() {
    return HttpRegistryClient.open(Settings.quick().build(), CredentialSource.ANONYMOUS);
  }

  @Override
  public void close() {
    stop();
  }
}
