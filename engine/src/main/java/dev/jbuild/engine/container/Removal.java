package dev.jbuild.engine.container;

import dev.jbuild.layer.Store;
import dev.jbuild.runtime.ContainerRuntime;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/// Takes containers away. The record goes first: files without a record are leftovers that the next
/// one to look removes, so an interrupted removal is finished by somebody.
final class Removal {
  private final Store store;
  private final ContainerRecords records;
  private final Volumes volumes;
  private final ContainerRuntime runtime;

  Removal(Store store, ContainerRecords records, Volumes volumes, ContainerRuntime runtime) {
    this.store = store;
    this.records = records;
    this.volumes = volumes;
    this.runtime = runtime;
  }

  void remove(ContainerRecord record) throws IOException {
    new ContainerMounts(store).unmount(record.id(), true);
    records.remove(record.id());
    ContainerDirectory.of(store.root(), record.id()).delete();
    volumes.remove(record.volumes());
  }

  void clearLeftovers(Host host) throws IOException {
    for (ContainerRecord record : records.list()) {
      removeIfOver(record, host);
    }
    try (DirectoryStream<Path> directories =
        Files.newDirectoryStream(ContainerDirectory.all(store.root()))) {
      for (Path directory : directories) {
        // Asked anew for each: the record of a new container is there before its directory.
        if (!Set.copyOf(records.ids()).contains(String.valueOf(directory.getFileName()))) {
          ContainerDirectory.deleteTree(directory);
        }
      }
    } catch (NoSuchFileException e) {
      return; // no container was ever made here
    }
  }

  /// Removes a container that was to be removed at its end, when it has ended and nobody was there
  /// to do so.
  ///
  /// @return whether it is gone
  boolean removeIfOver(ContainerRecord record, Host host) throws IOException {
    if (!record.autoRemove() || !isOver(record, host)) {
      return false;
    }
    remove(record);
    runtime.clear(record.id());
    return true;
  }

  /// Whether neither the launcher nor who started it is there to end it.
  private boolean isOver(ContainerRecord record, Host host) throws IOException {
    boolean mine = record.creator().equals(host.process());
    return !mine
        && !record.creator().isAlive()
        && !ContainerDirectory.of(store.root(), record.id()).status().isAlive();
  }
}
