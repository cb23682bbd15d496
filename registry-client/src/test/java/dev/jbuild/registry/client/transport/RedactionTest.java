package dev.jbuild.registry.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class RedactionTest {
  @Test
  void hidesUserInformationAndUnknownParameters() {
    assertEquals(
        "https://h:8443/v2/a?digest=sha256:1&X-Amz-Signature=...",
        Redaction.of(
            HttpUrl.get("https://user:pass@h:8443/v2/a?digest=sha256%3A1&X-Amz-Signature=abc")));
  }

  @Test
  void makesOneShortLineOfForeignText() {
    assertEquals("a b c", Redaction.text("a\nb\u202ec"));
    assertEquals(303, Redaction.text("x".repeat(5000)).length());
    assertTrue(Redaction.text("x".repeat(5000)).endsWith("..."));
  }
}
