package dev.jbuild.registry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A registry whose file system, a tmpfs of 8 MiB, runs full.
class DiskFullIT {
  @TempDir Path directory;
  private Path mount;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    mount = Files.createDirectory(directory.resolve("small"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=8m", "jbuild-test", mount.toString()) == 0;
    assumeTrue(mounted, "mounting a tmpfs needs CAP_SYS_ADMIN");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertEquals(0, run("umount", mount.toString()));
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @Test
  void refusesWithAClearCodeKeepsWhatItHasAndGoesOnWhenThereIsRoom() throws Exception {
    List<RegistryEvent> events = new CopyOnWriteArrayList<>();
    RegistryConfig config =
        RegistryConfig.builder(mount.resolve("storage"))
            .listen("127.0.0.1", 0)
            .listener(events::add)
            .build();
    byte[] fits = new byte[3 << 20];
    byte[] tooLarge = new byte[6 << 20];
    new Random(1).nextBytes(tooLarge);
    Digest digest = Digest.sha256(tooLarge);
    try (Registry registry = new Registry(config).start()) {
      WireClient client = WireClient.of(registry.address());
      Digest kept = client.pushBlob("a", fits);

      WireClient.Answer whole =
          client.send("POST", "/v2/a/blobs/uploads/?digest=" + digest, tooLarge);
      assertEquals(507, whole.statusCode());
      assertTrue(WireClient.text(whole).contains("STORAGE_FULL"));

      String location = WireClient.header(client.send("POST", "/v2/a/blobs/uploads/"), "Location");
      WireClient.Answer chunk = client.send("PATCH", location, tooLarge);
      assertEquals(507, chunk.statusCode());
      assertEquals(404, client.send("HEAD", "/v2/a/blobs/" + digest).statusCode());
      assertEquals(200, client.send("HEAD", "/v2/a/blobs/" + kept).statusCode());
      assertTrue(events.getFirst() instanceof RegistryEvent.RequestFailed);

      assertEquals(0, run("mount", "-o", "remount,size=32m", mount.toString()));
      assertEquals(202, client.send("PATCH", location, tooLarge).statusCode());
      assertEquals(201, client.send("PUT", location + "?digest=" + digest).statusCode());
      assertEquals(digest, Digest.sha256(client.send("GET", "/v2/a/blobs/" + digest).body()));
    }
  }
}
