package dev.jbuild.registry.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.fixture.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Lists of very many pages, with an end and without.
@Timeout(90)
class ManyPagesTest {
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private RegistryClient client;
  private String domain;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/v2/", exchange -> answer(exchange, 200, "{}", false));
    server.start();
    domain = "127.0.0.1:" + server.getAddress().getPort();
    client = HttpRegistryClient.open(Settings.quick(directory).build(), CredentialSource.ANONYMOUS);
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  /// Answers with the pages of a list; each but the last leads to the next by number.
  private void pages(String path, int count, IntFunction<String> page) {
    server.createContext(
        path,
        exchange -> {
          String query = String.valueOf(exchange.getRequestURI().getQuery());
          asked.add(query);
          int number = query.equals("null") ? 0 : Integer.parseInt(query.split("last=|&")[1]);
          if (number + 1 < count) {
            String next = "<%s?last=%d&n=100>; rel=\"next\"".formatted(path, number + 1);
            exchange.getResponseHeaders().add("Link", next);
          }
          answer(exchange, 200, page.apply(number), true);
        });
  }

  private static void answer(HttpExchange exchange, int status, String text, boolean json)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    if (json) {
      exchange.getResponseHeaders().add("Content-Type", "application/json");
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private RegistryException failure() {
    return assertThrows(RegistryException.class, () -> client.catalog(domain));
  }

  @Test
  void allPagesOfManyAreReadInOrder() throws RegistryException {
    pages("/v2/app/tags/list", 250, i -> "{\"tags\":[\"%d-a\",\"%d-b\"]}".formatted(i, i));
    List<String> all =
        IntStream.range(0, 250).boxed().flatMap(i -> List.of(i + "-a", i + "-b").stream()).toList();
    assertEquals(all, client.tags(Reference.parse(domain + "/app")));
    assertEquals(250, asked.size());
    assertEquals("last=249&n=100", asked.getLast(), "the registry's own parameters are sent back");
  }

  @Test
  void anEmptyPageIsTheLast() throws RegistryException {
    pages("/v2/_catalog", 9, i -> "{\"repositories\":%s}".formatted(i == 0 ? "[\"a\"]" : "null"));
    assertEquals(List.of("a"), client.catalog(domain));
    assertEquals(2, asked.size());
  }

  @Test
  void pagesWithoutEndAreGivenUp() {
    pages("/v2/_catalog", Integer.MAX_VALUE, i -> "{\"repositories\":[\"r%d\"]}".formatted(i));
    RegistryException e = failure();
    assertEquals(Reason.MALFORMED, e.reason());
    assertTrue(e.getMessage().contains("list of repositories without an end"), e.getMessage());
    assertEquals(10_000, asked.size());
  }

  @Test
  void namesWithoutNumberAreGivenUp() {
    String many = "{\"repositories\":[" + "\"\",".repeat(1_500_000) + "\"\"]}";
    pages("/v2/_catalog", Integer.MAX_VALUE, i -> many);
    assertEquals(Reason.MALFORMED, failure().reason());
    assertEquals(2, asked.size());
  }

  @Test
  void namesOfAnyLengthAreGivenUp() {
    String name = "{\"repositories\":[\"" + "x".repeat(10 << 20) + "\"]}";
    pages("/v2/_catalog", Integer.MAX_VALUE, i -> name);
    assertEquals(Reason.MALFORMED, failure().reason());
    assertEquals(7, asked.size(), "more than 64 MiB in all");
  }

  @Test
  void aFailureInTheMiddleGivesNoPartOfAList() {
    pages("/v2/_catalog", 5, i -> i < 3 ? "{\"repositories\":[\"a\"]}" : "<html>");
    assertEquals(Reason.MALFORMED, failure().reason());
  }
}
