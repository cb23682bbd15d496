package dev.jbuild.registry.client.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.client.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerConfigTest {
  @TempDir private Path directory;
  private Path file;
  private DockerConfig config;

  @BeforeEach
  void open() {
    file = directory.resolve("docker").resolve("config.json");
    config =
        DockerConfig.open(
            file,
            new CredentialHelpers(
                List.of(directory.resolve("empty"), directory.resolve("bin")),
                Map.of("PATH", "/usr/bin:/bin", "STORE", directory.toString())));
  }

  private void write(String json) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);
  }

  private JsonObject read() throws IOException {
    return Json.parseObject(Files.readAllBytes(file));
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void findsNothingWithoutAFile() throws IOException {
    assertEquals(Optional.empty(), config.find("registry.example"));
    assertFalse(config.erase("registry.example"));
    assertFalse(Files.exists(file));
  }

  @Test
  void readsUserAndPasswordWithColons() throws IOException {
    write("{\"auths\":{\"registry.example:5000\":{\"auth\":\"%s\"}}}".formatted(base64("me:a:b")));
    assertEquals(
        Optional.of(Credentials.password("me", "a:b")), config.find("registry.example:5000"));
    assertEquals(Optional.empty(), config.find("registry.example"));
  }

  @Test
  void readsAnIdentityToken() throws IOException {
    write(
        "{\"auths\":{\"r.example\":{\"auth\":\"%s\",\"identitytoken\":\"tok\"}}}"
            .formatted(base64("me:")));
    assertEquals(Optional.of(Credentials.identityToken("me", "tok")), config.find("r.example"));
  }

  @Test
  void readsARegistryTokenBeforeAnythingElse() throws IOException {
    write(
        "{\"auths\":{\"r.example\":{\"auth\":\"%s\",\"registrytoken\":\"tok\"}}}"
            .formatted(base64("me:x")));
    assertEquals(Optional.of(Credentials.registryToken("tok")), config.find("r.example"));
    config.store("r.example", Credentials.password("me", "y"));
    assertEquals(Optional.of(Credentials.password("me", "y")), config.find("r.example"));
  }

  @Test
  void refusesARegistryTokenThatDoesNotFitIntoAHeader() throws IOException {
    write("{\"auths\":{\"r.example\":{\"registrytoken\":\"a\\nb\"}}}");
    IOException e = assertThrows(IOException.class, () -> config.find("r.example"));
    assertTrue(e.getMessage().contains("'r.example'"), e.getMessage());
    assertFalse(e.getMessage().contains("a\nb"), e.getMessage());
  }

  @Test
  void knowsDockerHubAndOldUrlsByTheirHosts() throws IOException {
    write(
        "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"%s\"},\"https://r.example/v1/\":{\"auth\":\"%s\"}}}"
            .formatted(base64("hub:x"), base64("old:y")));
    assertEquals("hub", config.find("docker.io").orElseThrow().username());
    assertEquals("old", config.find("r.example").orElseThrow().username());
  }

  @Test
  void storesWithOwnerOnlyRightsAndKeepsWhatIsNotItsBusiness() throws IOException {
    write(
        "{\"HttpHeaders\":{\"X\":\"1\"},\"detachKeys\":\"ctrl-e,e\",\"auths\":{\"a.example\":{\"auth\":\"%s\",\"email\":\"m@x\"}}}"
            .formatted(base64("a:1")));
    DockerConfig.Stored stored = config.store("a.example", Credentials.password("b", "2"));
    assertEquals(Optional.empty(), stored.helper());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    JsonObject json = read();
    assertEquals("ctrl-e,e", json.text("detachKeys"));
    assertEquals("1", json.requireObject("HttpHeaders").text("X"));
    JsonObject entry = json.requireObject("auths").requireObject("a.example");
    assertEquals("m@x", entry.text("email"));
    assertEquals(base64("b:2"), entry.text("auth"));
    assertEquals(Optional.of(Credentials.password("b", "2")), config.find("a.example"));
    try (var files = Files.list(file.getParent())) {
      assertEquals(1, files.count(), "no temporary file is left");
    }
  }

  @Test
  void storesForDockerHubUnderDockersName() throws IOException {
    config.store("docker.io", Credentials.password("me", "pw"));
    assertTrue(read().requireObject("auths").has("https://index.docker.io/v1/"));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
  }

  @Test
  void storesAnIdentityTokenInPlaceOfAPassword() throws IOException {
    config.store("r.example", Credentials.password("me", "pw"));
    config.store("r.example", Credentials.identityToken("me", "tok"));
    assertFalse(Files.readString(file).contains(base64("me:pw")));
    assertEquals(Optional.of(Credentials.identityToken("me", "tok")), config.find("r.example"));
  }

  @Test
  void writesThroughASymbolicLink() throws IOException {
    Path target = Files.writeString(directory.resolve("real.json"), "{}");
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, target);
    config.store("r.example", Credentials.password("me", "pw"));
    assertTrue(Files.isSymbolicLink(file));
    assertTrue(Files.readString(target).contains("r.example"));
  }

  @Test
  void erasesAllEntriesOfARegistry() throws IOException {
    write("{\"auths\":{\"r.example\":{},\"https://r.example/v1/\":{\"auth\":\"x\"},\"other\":{}}}");
    assertTrue(config.erase("r.example"));
    assertEquals(List.of("other"), List.copyOf(read().requireObject("auths").members().keySet()));
  }

  @Test
  void saysWhichFileIsBroken() throws IOException {
    write("{\"auths\":");
    IOException e = assertThrows(IOException.class, () -> config.find("r.example"));
    assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e.getMessage());
  }

  @Test
  void saysThatAnEntryIsBrokenWithoutShowingIt() throws IOException {
    for (String auth : List.of("%%%", base64("nocolon-hidden"))) {
      write("{\"auths\":{\"r.example\":{\"auth\":\"%s\"}}}".formatted(auth));
      IOException e = assertThrows(IOException.class, () -> config.find("r.example"));
      assertTrue(String.valueOf(e.getMessage()).contains("'r.example'"), e.getMessage());
      assertFalse(String.valueOf(e.getMessage()).contains("hidden"), e.getMessage());
    }
  }

  @Nested
  class WithAHelper {
    /// A helper that keeps one file for each server, as real ones keep entries of a key ring.
    @BeforeEach
    void install() throws IOException {
      Path bin = Files.createDirectories(directory.resolve("bin"));
      Path helper =
          Files.writeString(
              bin.resolve("docker-credential-test"),
              """
              #!/bin/sh
              input=$(cat)
              case $1 in
                store)
                  server=$(printf %s "$input" | sed 's/.*"ServerURL":"\\([^"]*\\)".*/\\1/' | tr / _)
                  printf %s "$input" > "$STORE/$server.cred" ;;
                get)
                  server=$(printf %s "$input" | tr / _)
                  test -f "$STORE/$server.cred" && cat "$STORE/$server.cred" && exit 0
                  echo "credentials not found in native keychain"; exit 1 ;;
                erase)
                  server=$(printf %s "$input" | tr / _)
                  test -f "$STORE/$server.cred" && rm "$STORE/$server.cred" && exit 0
                  echo "credentials not found in native keychain"; exit 1 ;;
              esac
              """);
      Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void storesFindsAndErasesThere() throws IOException {
      write("{\"credsStore\":\"test\"}");
      DockerConfig.Stored stored = config.store("docker.io", Credentials.password("me", "pw"));
      assertEquals(Optional.of("test"), stored.helper());
      assertFalse(Files.readString(file).contains("auth\""), Files.readString(file));
      assertTrue(read().requireObject("auths").has("https://index.docker.io/v1/"));
      assertEquals(Optional.of(Credentials.password("me", "pw")), config.find("docker.io"));
      assertTrue(config.erase("docker.io"));
      assertEquals(Optional.empty(), config.find("docker.io"));
      assertFalse(config.erase("docker.io"));
    }

    @Test
    void marksIdentityTokensAsDockerDoes() throws IOException {
      write("{\"credsStore\":\"test\"}");
      config.store("r.example", Credentials.identityToken("me", "tok"));
      Credentials found = config.find("r.example").orElseThrow();
      assertTrue(found.identityToken());
      assertEquals("tok", found.secret());
    }

    @Test
    void usesTheHelperOfOneRegistryOnlyForThat() throws IOException {
      write("{\"credHelpers\":{\"a.example\":\"test\"}}");
      config.store("a.example", Credentials.password("a", "1"));
      config.store("b.example", Credentials.password("b", "2"));
      assertTrue(Files.exists(directory.resolve("a.example.cred")));
      assertFalse(Files.exists(directory.resolve("b.example.cred")));
      assertEquals("b", config.find("b.example").orElseThrow().username());
    }

    @Test
    void saysThatAHelperIsNotInstalled() throws IOException {
      write("{\"credsStore\":\"desktop\"}");
      IOException e = assertThrows(IOException.class, () -> config.find("r.example"));
      assertTrue(
          String.valueOf(e.getMessage()).contains("docker-credential-desktop"), e.getMessage());
    }

    @Test
    void neverLeavesTheSearchPath() throws IOException {
      write("{\"credsStore\":\"x/../../bin/sh\"}");
      IOException e = assertThrows(IOException.class, () -> config.find("r.example"));
      assertTrue(String.valueOf(e.getMessage()).contains("malformed"), e.getMessage());
    }
  }
}
