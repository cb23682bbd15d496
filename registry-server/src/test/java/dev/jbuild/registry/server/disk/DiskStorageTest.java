package dev.jbuild.registry.server.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.registry.server.store.StorageDriver;
import dev.jbuild.registry.server.store.StorageDriverContract;
import dev.jbuild.registry.server.store.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStorageTest extends StorageDriverContract {
  @TempDir Path directory;

  @Override
  protected StorageDriver open() throws IOException {
    return DiskStorage.open(directory.resolve("storage"));
  }

  private static String problem(Path root) {
    var e = assertThrows(StorageException.class, () -> DiskStorage.open(root));
    return String.valueOf(e.getMessage());
  }

  @Test
  void isOpenedByOneRegistryAtATime() throws IOException {
    assertTrue(problem(directory.resolve("storage")).contains("in use by another registry"));
    Path second = directory.resolve("second");
    DiskStorage.open(second).close();
    DiskStorage.open(second).close();
  }

  @Test
  void isPrivateToItsOwner() throws IOException {
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("storage"))));
  }

  @Test
  void refusesStorageOfALaterVersion() throws IOException {
    Path root = directory.resolve("later");
    DiskStorage.open(root).close();
    Files.writeString(root.resolve("registry.json"), "{\"schema\":2}");
    assertTrue(problem(root).contains("has schema 2, this version knows 1"));
    Files.writeString(root.resolve("registry.json"), "rubbish");
    assertTrue(problem(root).contains("registry.json is damaged"));
  }

  @Test
  void refusesWhatIsNoDirectory() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    assertTrue(problem(file).contains("must be a directory that this user can write"));
  }

  @Test
  void removesDraftsThatAKilledProcessLeft() throws IOException {
    Path root = directory.resolve("killed");
    DiskStorage.open(root).close();
    Path draft = Files.writeString(root.resolve("tmp/17"), "half");
    DiskStorage.open(root).close();
    assertFalse(Files.exists(draft));
  }
}
