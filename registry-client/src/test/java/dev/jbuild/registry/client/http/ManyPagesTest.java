package dev.jbuild.registry.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.fixture.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Lists of very many pages, with an end and without.
@Timeout(90)
class ManyPagesTest {
  private @Nullable ScriptedServer server;

  @AfterEach
  void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  /// Answers with the pages of a list; each but the last leads to the next by number.
  private void pages(int count, IntFunction<String> page) throws IOException {
    server =
        new ScriptedServer((request, out) -> {
          String path = request.line().split(" ")[1];
          String list = path.split("\\?")[0];
          int number = path.equals(list) ? 0 : Integer.parseInt(path.split("last=|&")[1]);
          String next = "Link: <%s?last=%d&n=100>; rel=\"next\"\r\n".formatted(list, number + 1);
          byte[] body = page.apply(number).getBytes(StandardCharsets.UTF_8);
          out.write(
              ScriptedServer.ascii(
                  "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n"
                      .formatted(body.length, number + 1 < count ? next : "")));
          out.write(body);
        });
  }

  private List<ScriptedServer.Request> asked() {
    return Objects.requireNonNull(server).requests();
  }

  /// What the client finds: repositories, or the tags of one.
  private List<String> list(boolean tags) throws RegistryException {
    String domain = Objects.requireNonNull(server).domain();
    try (RegistryClient client =
        HttpRegistryClient.open(Settings.quick().build(), CredentialSource.ANONYMOUS)) {
      return tags ? client.tags(Reference.parse(domain + "/app")) : client.catalog(domain);
    }
  }

  private RegistryException failure() {
    return assertThrows(RegistryException.class, () -> list(false));
  }

  @Test
  void allPagesOfManyAreReadInOrder() throws IOException {
    pages(250, i -> "{\"tags\":[\"%d-a\",\"%d-b\"]}".formatted(i, i));
    List<String> all =
        IntStream.range(0, 250).boxed().flatMap(i -> List.of(i + "-a", i + "-b").stream()).toList();
    assertEquals(all, list(true));
    assertEquals(250, asked().size());
    assertEquals(
        "GET /v2/app/tags/list?last=249&n=100 HTTP/1.1",
        asked().getLast().line(),
        "the registry's own parameters are sent back");
  }

  @Test
  void anEmptyPageIsTheLast() throws IOException {
    pages(9, i -> "{\"repositories\":%s}".formatted(i == 0 ? "[\"a\"]" : "null"));
    assertEquals(List.of("a"), list(false));
    assertEquals(2, asked().size());
  }

  @Test
  void pagesWithoutEndAreGivenUp() throws IOException {
    pages(Integer.MAX_VALUE, i -> "{\"repositories\":[\"r%d\"]}".formatted(i));
    RegistryException e = failure();
    assertEquals(Reason.MALFORMED, e.reason());
    assertTrue(e.getMessage().contains("list of repositories without an end"), e.getMessage());
    assertEquals(10_000, asked().size());
  }

  @Test
  void namesWithoutNumberAreGivenUp() throws IOException {
    String many = "{\"repositories\":[" + "\"\",".repeat(1_500_000) + "\"\"]}";
    pages(Integer.MAX_VALUE, i -> many);
    assertEquals(Reason.MALFORMED, failure().reason());
    assertEquals(2, asked().size());
  }

  @Test
  void namesOfAnyLengthAreGivenUp() throws IOException {
    String name = "{\"repositories\":[\"" + "x".repeat(10 << 20) + "\"]}";
    pages(Integer.MAX_VALUE, i -> name);
    assertEquals(Reason.MALFORMED, failure().reason());
    assertEquals(7, asked().size(), "more than 64 MiB in all");
  }

  @Test
  void aFailureInTheMiddleGivesNoPartOfAList() throws IOException {
    pages(5, i -> i < 3 ? "{\"repositories\":[\"a\"]}" : "<html>");
    assertEquals(Reason.MALFORMED, failure().reason());
  }
}
