package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.jbuild.image.Descriptor;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where a password goes, and where neither it nor a token ever goes.
class CredentialsTest extends GuardedRegistry {
  @Test
  void sendsBasicCredentialsOnlyWhenAsked() throws RegistryException {
    wantPassword();
    registry.stubFor(
        head(urlPathEqualTo(BLOB_PATH))
            .withHeader("Authorization", equalTo(basic()))
            .willReturn(aResponse().withStatus(200)));
    try (RegistryClient client = client(ALICE)) {
      assertTrue(client.exists(name, DIGEST));
      assertTrue(client.exists(name, DIGEST));
    }
    List<LoggedRequest> requests = registry.findAll(anyRequestedFor(urlPathEqualTo(BLOB_PATH)));
    assertFalse(requests.getFirst().containsHeader("Authorization"));
    assertEquals(3, requests.size(), "challenge, answer, and the second one right away");
  }

  @Test
  void saysThatAPasswordIsWrongWithoutShowingIt() {
    wantPassword();
    RegistryException e = failure(ALICE);
    assertEquals(Reason.UNAUTHORIZED, e.reason());
    assertTrue(e.getMessage().contains("does not accept the password of 'alice'"), e.getMessage());
    assertTrue(e.getMessage().contains("jbuild login 127.0.0.1:"), e.getMessage());
    assertFalse(e.toString().contains(SECRET));
  }

  @Test
  void saysThatALoginIsNeeded() {
    wantPassword();
    RegistryException e = failure(CredentialSource.ANONYMOUS);
    assertEquals(Reason.UNAUTHORIZED, e.reason());
    assertTrue(e.getMessage().contains("wants a login"), e.getMessage());
  }

  @Test
  void reportsAStoreOfCredentialsThatFails() {
    wantPassword();
    CredentialSource broken =
        domain -> {
          throw new IOException("key ring is locked");
        };
    RegistryException e = failure(broken);
    assertEquals(Reason.LOCAL, e.reason());
    assertTrue(e.getMessage().contains("key ring is locked"), e.getMessage());
  }

  @Test
  void sendsNothingSecretBehindARedirectToAnotherHost() throws IOException {
    wantToken("t1");
    giveToken("{\"token\":\"t1\"}");
    registry.stubFor(
        get(urlPathEqualTo(BLOB_PATH))
            .withHeader("Authorization", equalTo("Bearer t1"))
            .willReturn(
                aResponse()
                    .withStatus(307)
                    .withHeader(
                        "Location", "http://localhost:" + other.port() + "/storage?sig=abc")));
    other.stubFor(get(urlPathEqualTo("/storage")).willReturn(aResponse().withBody(BLOB)));
    try (RegistryClient client = client(ALICE)) {
      Descriptor blob = Descriptor.of("application/octet-stream", DIGEST, BLOB.length);
      try (var in = client.blob(name, blob, 0)) {
        assertEquals("blob", new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    other.verify(getRequestedFor(urlPathEqualTo("/storage")).withHeader("Authorization", absent()));
  }

  @Test
  void sendsNothingSecretToAnUploadLocationOnAnotherHost() throws RegistryException {
    wantToken("t1");
    giveToken("{\"token\":\"t1\"}");
    registry.stubFor(
        post(urlPathEqualTo("/v2/app/blobs/uploads/"))
            .withHeader("Authorization", equalTo("Bearer t1"))
            .willReturn(
                aResponse()
                    .withStatus(202)
                    .withHeader("Location", "http://localhost:" + other.port() + "/up?state=1")));
    other.stubFor(put(urlPathEqualTo("/up")).willReturn(aResponse().withStatus(201)));
    try (RegistryClient client = client(ALICE)) {
      Descriptor blob = Descriptor.of("application/octet-stream", DIGEST, BLOB.length);
      client.upload(name, blob, o -> new ByteArrayInputStream(BLOB, (int) o, BLOB.length), s -> {});
    }
    LoggedRequest upload = other.findAll(anyRequestedFor(urlPathEqualTo("/up"))).getFirst();
    assertFalse(upload.containsHeader("Authorization"));
    assertEquals(DIGEST.toString(), upload.queryParameter("digest").firstValue());
    assertEquals("1", upload.queryParameter("state").firstValue());
  }
}
