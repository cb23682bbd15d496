package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Registries that only a proxy can find: `registry.test` has no address on this machine.
final class ProxyIT {
  private static final String HOST = "registry.test";

  @TempDir Path work;
  private Distribution distribution;
  private DebianRegistry plain;
  private ServedRegistry secured;

  @BeforeEach
  void anImage() throws IOException, InterruptedException {
    Distribution.needsRoot();
    distribution = new Distribution(work);
    distribution.importBusybox();
  }

  @AfterEach
  void stop() {
    if (plain != null) {
      plain.close();
    }
    if (secured != null) {
      secured.close();
    }
  }

  private static String port(String address) {
    return address.substring(address.lastIndexOf(':'));
  }

  private String overHttps() throws IOException, InterruptedException {
    secured = new ServedRegistry(distribution, work, "--tls-name", HOST);
    String registry = HOST + port(secured.address());
    distribution.trust(registry, secured.authority());
    distribution.trust(secured.address(), secured.authority());
    return registry;
  }

  private String overHttp() throws IOException, InterruptedException {
    plain = new DebianRegistry(work.resolve("plain"));
    return HOST + port(plain.address());
  }

  private Command through(ForwardProxy proxy, String variable, String... arguments) {
    return distribution.jbuild(arguments).with(variable, "http://" + proxy.address());
  }

  private void logIn(ForwardProxy proxy, String variable, String registry)
      throws InterruptedException {
    through(proxy, variable, "login", "-u", ServedRegistry.USER, "--password-stdin", registry)
        .input(ServedRegistry.PASSWORD)
        .run()
        .succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
  void httpsGoesThroughTunnels(String variable) throws Exception {
    String registry = overHttps();
    String image = registry + "/busybox:1";
    distribution.run("tag", "busybox", image);
    try (ForwardProxy proxy = new ForwardProxy("")) {
      logIn(proxy, variable, registry);
      through(proxy, variable, "push", image).run().succeeded();
      distribution.run("rmi", "-f", image);
      through(proxy, variable, "pull", image).run().succeeded();
      assertTrue(proxy.requests().contains("CONNECT " + registry), proxy.requests().toString());
    }
    assertEquals("hi\n", distribution.run("run", "--rm", image, "echo", "hi").out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_PROXY", "http_proxy"})
  void httpGoesThroughAsWholeUrls(String variable) throws Exception {
    String registry = overHttp();
    String image = registry + "/busybox:1";
    distribution.run("tag", "busybox", image);
    try (ForwardProxy proxy = new ForwardProxy("")) {
      through(proxy, variable, "push", image)
          .with("JBUILD_INSECURE_REGISTRIES", registry)
          .run()
          .succeeded();
      distribution.run("rmi", "-f", image);
      through(proxy, variable, "pull", image)
          .with("JBUILD_INSECURE_REGISTRIES", registry)
          .run()
          .succeeded();
      for (String asked : List.of("HEAD", "PUT")) {
        String start = asked + " http://" + registry + "/v2/busybox/manifests/1";
        assertTrue(
            proxy.requests().stream().anyMatch(request -> request.startsWith(start)),
            proxy.requests().toString());
      }
    }
    assertEquals("hi\n", distribution.run("run", "--rm", image, "echo", "hi").out());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void userAndPasswordOfTheProxyComeFromItsUrl(boolean https) throws Exception {
    String registry = https ? overHttps() : overHttp();
    String image = registry + "/busybox:1";
    distribution.run("tag", "busybox", image);
    String variable = https ? "HTTPS_PROXY" : "HTTP_PROXY";
    try (ForwardProxy proxy = new ForwardProxy("ann:p@ss word")) {
      String right = "http://ann:p%40ss%20word@" + proxy.address();
      Command push =
          distribution
              .jbuild("push", image)
              .with("JBUILD_INSECURE_REGISTRIES", https ? "" : registry);
      Command.Result wrong = push.with(variable, "http://ann:secret@" + proxy.address()).run();
      assertEquals(1, wrong.exitCode(), wrong.err());
      assertTrue(wrong.err().contains("wants a user and password"), wrong.err());
      assertTrue(wrong.err().contains("of " + variable), wrong.err());
      assertFalse(wrong.err().contains("secret"), wrong.err());
      if (https) {
        distribution
            .jbuild("login", "-u", ServedRegistry.USER, "--password-stdin", registry)
            .with(variable, right)
            .input(ServedRegistry.PASSWORD)
            .run()
            .succeeded();
      }
      push.with(variable, right).run().succeeded();
    }
  }

  @Test
  void exceptionsGoDirectly() throws Exception {
    String registry = overHttp();
    try (ForwardProxy proxy = new ForwardProxy("")) {
      Command.Result direct =
          through(proxy, "HTTP_PROXY", "pull", registry + "/busybox:1")
              .with("HTTPS_PROXY", "http://" + proxy.address())
              .with("NO_PROXY", "other.example,." + HOST.substring(HOST.indexOf('.') + 1))
              .with("JBUILD_INSECURE_REGISTRIES", registry)
              .run();
      assertEquals(1, direct.exitCode());
      assertTrue(direct.err().contains("host '" + registry + "' is not known"), direct.err());
      assertEquals(0, proxy.requests().size(), proxy.requests().toString());
      String here = plain.address() + "/busybox:1";
      distribution.run("tag", "busybox", here);
      through(proxy, "HTTP_PROXY", "push", here).run().succeeded();
      assertEquals(0, proxy.requests().size(), "loopback needs no proxy");
    }
  }

  @Test
  void aProxyThatIsNotThereIsNamedWithItsVariable() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Command.Result result =
        distribution
            .jbuild("pull", HOST + "/busybox:1")
            .with("HTTPS_PROXY", "http://ann:secret@127.0.0.1:" + free)
            .run();
    assertEquals(1, result.exitCode());
    assertTrue(
        result.err().contains("proxy '127.0.0.1:" + free + "' of HTTPS_PROXY does not accept"),
        result.err());
    assertTrue(result.err().contains("check HTTPS_PROXY"), result.err());
    assertFalse(result.err().contains("secret"), result.err());
  }

  @Test
  void aProxyThatDoesNotConnectIsNamedToo() throws Exception {
    try (ForwardProxy proxy = new ForwardProxy("")) {
      Command.Result result = through(proxy, "HTTPS_PROXY", "pull", HOST + ":1/busybox:1").run();
      assertEquals(1, result.exitCode());
      assertTrue(result.err().contains("of HTTPS_PROXY does not connect to"), result.err());
      assertTrue(result.err().contains("HTTP status 502"), result.err());
    }
  }

  @Test
  void whatIsNoProxyUrlIsSaidWithItsVariable() throws Exception {
    Command.Result result =
        distribution
            .jbuild("pull", HOST + "/busybox:1")
            .with("HTTPS_PROXY", "socks5://ann:secret@127.0.0.1:1")
            .run();
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("correct HTTPS_PROXY"), result.err());
    assertFalse(result.err().contains("secret"), result.err());
  }
}
