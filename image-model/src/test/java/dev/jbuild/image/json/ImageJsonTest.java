package dev.jbuild.image.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.Healthcheck;
import dev.jbuild.image.HistoryEntry;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageJsonTest {
  private static final Digest A = Digest.sha256("a".getBytes(UTF_8));
  private static final Digest B = Digest.sha256("b".getBytes(UTF_8));

  private static ImageConfig config() {
    ContainerConfig container =
        ContainerConfig.EMPTY.toBuilder()
            .user("app:app")
            .exposedPorts(new LinkedHashSet<>(List.of("80/tcp", "53/udp")))
            .env("PATH", "/bin")
            .env("LANG", "C")
            .entrypoint(List.of("/bin/sh", "-c"))
            .cmd(List.of("echo \"hi\""))
            .volumes(new LinkedHashSet<>(List.of("/data")))
            .workingDir("/app")
            .labels(Map.of("k", "v"))
            .stopSignal("SIGQUIT")
            .healthcheck(
                new Healthcheck(
                    List.of("CMD", "true"),
                    Duration.ofSeconds(3),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    2))
            .shell(List.of("/bin/bash", "-c"))
            .onBuild(List.of("RUN true"))
            .build();
    return new ImageConfig(
        Platform.parse("linux/arm64"),
        Instant.parse("2026-01-02T03:04:05.000000006Z"),
        "me",
        container,
        List.of(A, B),
        List.of(
            new HistoryEntry(Instant.EPOCH, "COPY a /", "", "c", false),
            new HistoryEntry(null, "ENV A=1", "", "", true)));
  }

  @Test
  void writesAConfigurationThatReadsBackEqual() throws JsonException {
    Encoded<ImageConfig> written = ImageJson.encode(config());
    Encoded<ImageConfig> read = ImageJson.config(written.bytes());
    assertEquals(ImageJson.encode(read.value()), written);
    assertEquals(List.of("53/udp", "80/tcp"), List.copyOf(read.value().config().exposedPorts()));
    assertEquals("/bin", read.value().config().env("PATH").orElseThrow());
    assertEquals(config().history(), read.value().history());
    assertEquals(config().created(), read.value().created());
  }

  @Test
  void keepsTheBytesOfAConfigurationItDidNotWrite() throws JsonException {
    byte[] bytes =
        """
        {"os":"linux","architecture":"amd64","future":{"x":[1]},
         "created":"2026-01-01T01:00:00+01:00","rootfs":{"type":"layers","diff_ids":[]},"config":null}\
        """
            .getBytes(UTF_8);
    Encoded<ImageConfig> read = ImageJson.config(bytes);
    assertArrayEquals(bytes, read.bytes());
    assertEquals(Digest.sha256(bytes), read.digest());
    assertEquals(Instant.parse("2026-01-01T00:00:00Z"), read.value().created().orElseThrow());
  }

  @Test
  void writesManifestsInAFixedOrder() throws JsonException {
    Manifest manifest =
        ImageManifest.of(
            MediaTypes.OCI_MANIFEST,
            Descriptor.of(MediaTypes.OCI_CONFIG, A, 7),
            List.of(Descriptor.of(MediaTypes.OCI_LAYER_GZIP, B, 9)));
    Encoded<Manifest> written = ImageJson.encode(manifest);
    assertEquals(
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
            + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
            + A
            + "\",\"size\":7},\"layers\":[{\"mediaType\":"
            + "\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\""
            + B
            + "\",\"size\":9}]}",
        new String(written.bytes(), UTF_8));
    assertEquals(manifest, ImageJson.manifest(written.bytes(), MediaTypes.OCI_MANIFEST).value());
  }

  @Test
  void readsDockersManifestList() throws JsonException {
    Manifest list =
        new ImageIndex(
            MediaTypes.DOCKER_MANIFEST_LIST,
            List.of(
                Descriptor.of(MediaTypes.DOCKER_MANIFEST, A, 1)
                    .withPlatform(Platform.parse("linux/arm/v7"))),
            "",
            null,
            Map.of("k", "v"));
    Encoded<Manifest> written = ImageJson.encode(list);
    assertEquals(list, ImageJson.manifest(written.bytes(), "").value());
    assertInstanceOf(ImageIndex.class, ImageJson.manifest(written.bytes(), "").value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"schemaVersion\":1,\"mediaType\":\"application/vnd.docker.distribution.manifest.v1+json\"}",
        "{\"schemaVersion\":2,\"mediaType\":\"text/html\"}",
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}",
        "{\"schemaVersion\":2,\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":{\"digest\":\"sha256:x\",\"size\":1},\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":[],\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":null,\"layers\":[],\"manifests\":[]}",
      })
  void refusesWhatIsNotTheAnnouncedManifest(String text) {
    JsonException e =
        assertThrows(
            JsonException.class,
            () -> ImageJson.manifest(text.getBytes(UTF_8), MediaTypes.OCI_MANIFEST));
    assertTrue(!String.valueOf(e.getMessage()).isEmpty());
  }

  @Test
  void refusesANegativeSize() {
    String text =
        "{\"schemaVersion\":2,\"config\":{\"digest\":\"" + A + "\",\"size\":-1},\"layers\":[]}";
    assertEquals(
        "descriptor has negative size -1",
        assertThrows(JsonException.class, () -> ImageJson.manifest(text.getBytes(UTF_8), ""))
            .getMessage());
  }

  @Test
  void refusesAManifestLargerThanTheLimit() {
    byte[] huge = new byte[ImageJson.MAX_MANIFEST + 1];
    assertThrows(JsonException.class, () -> ImageJson.manifest(huge, ""));
  }
}
