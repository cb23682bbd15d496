package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.linux.Credentials;
import dev.jbuild.linux.Mounts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class FullDiskIT {
  @TempDir(cleanup = CleanupMode.NEVER)
  Path temporary;

  private DiskStore store;
  private boolean mounted;

  @BeforeEach
  void mount() throws IOException {
    assumeTrue(Credentials.effectiveUser() == 0, "mounting a small file system needs root");
    Mounts.mount("tmpfs", "tmpfs", temporary, 0, "size=1m,mode=700");
    mounted = true;
    store = DiskStore.open(temporary.resolve("store"), InstantSource.system());
  }

  @AfterEach
  void unmount() throws IOException {
    if (mounted) {
      store.close();
      Mounts.unmount(temporary);
      Files.deleteIfExists(temporary);
    }
  }

  private static void assertSaysSo(ContentException.Unwritable e) {
    assertTrue(String.valueOf(e.getMessage()).contains("no space"), e.getMessage());
  }

  @Test
  void everyWayOfWritingSaysSoAndGivesTheSpaceBack() throws Exception {
    byte[] tar = new TarBytes().file("big", "x".repeat(3 << 20)).bytes();
    Digest digest = Digest.sha256(tar);
    assertSaysSo(
        assertThrows(
            ContentException.Unwritable.class,
            () -> store.layers().apply(TarBytes.stream(tar), digest, List.of())));
    assertSaysSo(
        assertThrows(
            ContentException.Unwritable.class,
            () -> store.content().ingest(TarBytes.stream(tar), digest, tar.length)));
    try (LayerDraft draft = store.layers().draft(List.of())) {
      FileAttributes file = FileAttributes.of(0644, 0, 0, StoreTest.NOW);
      assertSaysSo(
          assertThrows(
              ContentException.Unwritable.class,
              () -> draft.tree().file("big", file, new ByteArrayInputStream(tar))));
    }
    store.content().put(new byte[700_000]); // fits again: nothing was left behind
    assertEquals(List.of(), store.check());
  }

  @Test
  void whoCannotEvenBeginIsToldWhichStoreIsFull() throws Exception {
    Path filler = temporary.resolve("filler");
    assertThrows(IOException.class, () -> Files.write(filler, new byte[2 << 20]));
    ContentException.Unwritable e =
        assertThrows(ContentException.Unwritable.class, () -> store.lease("a build"));
    assertSaysSo(e);
    assertTrue(e.getMessage().contains(temporary.resolve("store").toString()), e.getMessage());
    Files.delete(filler);
    store.lease("a build").close();
  }
}
