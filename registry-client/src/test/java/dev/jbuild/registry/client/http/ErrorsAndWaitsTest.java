package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Registries that fail, are busy or are not there: what is tried again, when, and what is said.
class ErrorsAndWaitsTest extends StubbedManifest {
  @Test
  void waitsAsLongAsTheRegistryAsks() throws RegistryException {
    answer(aResponse().withStatus(429).withHeader("Retry-After", "1"), manifest());
    long start = System.nanoTime();
    client.manifest(name);
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() >= 1000);
    assertEquals(2, requests());
  }

  @Test
  void failsAtOnceWhenTheRegistryAsksForAnHour() {
    answer(
        aResponse()
            .withStatus(429)
            .withHeader("Retry-After", "3600")
            .withBody("{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":\"slow down\"}]}"));
    RegistryException e = failure();
    assertEquals(Reason.RATE_LIMITED, e.reason());
    assertEquals(Duration.ofHours(1), e.retryAfter().orElseThrow());
    assertTrue(e.getMessage().contains("slow down"), e.getMessage());
    assertTrue(e.getMessage().contains("3600 s"), e.getMessage());
    assertEquals(1, requests());
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999999999999", "-1", "soon", "", "Fri, 31 Foo 2026"})
  void takesNoNoticeOfAWaitThatIsNone(String wait) {
    answer(aResponse().withStatus(503).withHeader("Retry-After", wait));
    assertEquals(Optional.empty(), failure().retryAfter());
    assertEquals(3, requests());
  }

  @Test
  void waitsUntilADateThatIsNear() throws RegistryException {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2));
    answer(aResponse().withStatus(429).withHeader("Retry-After", date), manifest());
    long start = System.nanoTime();
    client.manifest(name);
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() >= 900);
  }

  @Test
  void waitsUntilADateThatTheRegistryNames() throws RegistryException {
    answer(
        aResponse().withStatus(503).withHeader("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"),
        manifest());
    client.manifest(name);
    assertEquals(2, requests(), "a date that has passed is no reason to wait");
  }

  @Test
  void failsAtOnceWhenTheRegistryNamesADateFarAway() {
    answer(aResponse().withStatus(503).withHeader("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"));
    assertTrue(failure().retryAfter().orElseThrow().toDays() > 1000);
    assertEquals(1, requests());
  }

  @Test
  void triesAgainAfterAServerError() throws RegistryException {
    answer(aResponse().withStatus(503), manifest());
    client.manifest(name);
    assertEquals(2, requests());
  }

  @Test
  void givesUpAfterAFewServerErrors() {
    answer(aResponse().withStatus(500).withBody("oops"));
    RegistryException e = failure();
    assertEquals(Reason.UNAVAILABLE, e.reason());
    assertTrue(e.temporary());
    assertEquals(3, requests());
  }

  @Test
  void givesUpAfterAFewBrokenConnections() {
    answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertEquals(Reason.BROKEN, failure().reason());
  }

  @Test
  void refusesGarbage() {
    answer(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
    assertEquals(Reason.BROKEN, failure().reason());
  }

  @Test
  void hidesControlCharactersOfAnErrorMessage() {
    answer(
        aResponse()
            .withStatus(400)
            .withBody(
                "{\"errors\":[{\"code\":\"X\",\"message\":\"a\\u001b[31mb\\nc\",\"detail\":{\"k\":1}}]}"));
    RegistryException e = failure();
    assertEquals(Reason.REFUSED, e.reason());
    assertEquals("a [31mb c", e.errors().getFirst().message());
    assertEquals("{\"k\":1}", e.errors().getFirst().detail());
    assertFalse(e.getMessage().contains("\n"));
  }

  @Test
  void readsAnErrorThatAProxyCompressed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("{\"errors\":[{\"code\":\"X\"}]}".getBytes(StandardCharsets.UTF_8));
    }
    answer(
        aResponse()
            .withStatus(400)
            .withHeader("Content-Encoding", "gzip")
            .withBody(packed.toByteArray()));
    assertEquals("X", failure().errors().getFirst().code());
  }

  @Test
  void saysThatNothingListens() {
    server.stop();
    RegistryException e = failure();
    assertEquals(Reason.UNREACHABLE, e.reason());
    assertTrue(e.getMessage().contains("does not accept connections"), e.getMessage());
  }

  @Test
  void saysThatTheHostIsNotKnown() {
    RegistryException e =
        assertThrows(
            RegistryException.class,
            () -> client.manifest(Reference.parse("registry.invalid/app:1")));
    assertEquals(Reason.UNREACHABLE, e.reason());
    assertTrue(e.getMessage().contains("'registry.invalid' is not known"), e.getMessage());
  }
}
