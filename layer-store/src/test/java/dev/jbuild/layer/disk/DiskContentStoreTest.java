package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.ContentStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskContentStoreTest extends ContentStoreContract {
  @TempDir Path temporary;
  private DiskStore store;

  @BeforeEach
  void open() throws IOException {
    store = DiskStore.open(temporary.resolve("store"), InstantSource.system());
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Override
  protected ContentStore content() {
    return store.content();
  }

  @Test
  void noticesContentThatWasChangedOnDisk() throws IOException {
    Digest digest = content().put(new byte[] {1, 2, 3});
    Files.write(store.root().resolve("content/sha256").resolve(digest.hex()), new byte[] {1, 2, 4});
    assertThrows(ContentException.Corrupt.class, () -> content().read(digest, 10));
    assertThrows(ContentException.DigestMismatch.class, () -> content().verify(digest));
    assertTrue(store.check().getFirst().advice().contains("remove its file"));
  }
}
