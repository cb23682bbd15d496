package dev.jbuild.registry.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.registry.client.ProxySettings;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ProxiesTest {
  private final Proxies proxies =
      new Proxies(
          new ProxySettings(
              "proxy.example:3128",
              "http://user:pw@secure.example:8080",
              "direct.example, .internal ,10.0.0.0/8"));

  private Proxy of(String url) {
    return proxies.select(URI.create(url)).getFirst();
  }

  private static String host(Proxy proxy) {
    return ((InetSocketAddress) proxy.address()).getHostString();
  }

  @Test
  void choosesByScheme() {
    assertEquals("proxy.example", host(of("http://registry.example/v2/")));
    assertEquals("secure.example", host(of("https://registry.example/v2/")));
  }

  @Test
  void reachesExceptionsAndThisMachineDirectly() {
    for (String host :
        new String[] {
          "direct.example", "sub.direct.example", "a.internal", "10.2.3.4", "127.0.0.1", "localhost"
        }) {
      assertEquals(Proxy.NO_PROXY, of("https://" + host + "/v2/"), host);
    }
    assertEquals("secure.example", host(of("https://notdirect.example/v2/")));
  }

  @Test
  void refusesAProxyThatIsNoneWithoutShowingItsPassword() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Proxies(new ProxySettings("", "socks5://me:secret@h:1", "")));
    assertFalse(String.valueOf(e.getMessage()).contains("secret"));
    assertTrue(String.valueOf(e.getMessage()).endsWith("correct HTTPS_PROXY"), e.getMessage());
  }
}
