package dev.jbuild.layer.disk;

import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.Finding;
import dev.jbuild.layer.GarbageReport;
import dev.jbuild.layer.ImageStore;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.LayerStore;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.Repair;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.StoreUsage;
import dev.jbuild.layer.TreeMounts;
import dev.jbuild.layer.cas.DiskContentStore;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.Durability;
import dev.jbuild.layer.file.Session;
import dev.jbuild.layer.file.StoreLocks;
import dev.jbuild.layer.file.StorePaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// A store in a directory of the local file system, which must know extended attributes and POSIX
/// locks. docs/store.md describes layout, locks and what survives a crash.
public final class DiskStore implements Store {
  private static final int SCHEMA = 1;

  private final Parts parts;
  private final DiskLayerStore layers;
  private final DiskImageStore images;

  private DiskStore(StorePaths paths, InstantSource clock) {
    StoreLocks locks = new StoreLocks(paths.lock());
    Durability durability = new Durability(paths);
    Session session = new Session(paths, locks, durability, recovery());
    DiskContentStore content = new DiskContentStore(paths, locks, session, durability);
    this.parts = new Parts(paths, locks, session, durability, clock, content);
    this.layers = new DiskLayerStore(parts);
    this.images = new DiskImageStore(parts, layers);
  }

  private Session.Recovery recovery() {
    return new Session.Recovery() {
      @Override
      public void run(FileTime since) throws IOException {
        new Recovery(parts, layers, images).run(since);
      }

      @Override
      public void trees(Set<LayerId> suspects) throws IOException {
        new Recovery(parts, layers, images).trees(suspects);
      }
    };
  }

  /// Opens the store in a directory, which is made, for its owner alone, when it is not there.
  ///
  /// @param clock tells the time for records
  /// @throws ContentException.Corrupt when a newer jbuild has written it in a way this one does not
  ///   know
  public static DiskStore open(Path root, InstantSource clock) throws IOException {
    StorePaths paths = new StorePaths(root.toAbsolutePath().normalize());
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(paths.schema());
    } catch (NoSuchFileException _) {
      create(paths);
      return new DiskStore(paths, clock);
    } catch (IOException e) {
      throw AtomicFiles.explained("opening the store '" + root + "'", e);
    }
    requireOwner(paths);
    long schema;
    try {
      schema = Json.parseObject(bytes).requireInteger("schema");
    } catch (JsonException e) {
      throw new ContentException.Corrupt(
          "store file '" + paths.schema() + "'", String.valueOf(e.getMessage()), e);
    }
    if (schema != SCHEMA) {
      throw new ContentException.Corrupt(
          "store '" + root + "'",
          "it has schema %d and this jbuild knows %d; use the jbuild that wrote it, or another --root"
              .formatted(schema, SCHEMA));
    }
    return new DiskStore(paths, clock);
  }

  /// Refuses the store of another user: for root, its files have other owners than for them, and
  /// files of root in it would lock them out.
  private static void requireOwner(StorePaths paths) throws IOException {
    Object owner = Files.getAttribute(paths.schema(), "unix:uid");
    Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if (!owner.equals(self)) {
      throw new ContentException.Unwritable(
          "opening the store '" + paths.root() + "'",
          "it belongs to user %s and this is user %s; run as its owner, or choose another with --root"
              .formatted(owner, self),
          null);
    }
  }

  /// Whether a directory is a store, so that opening it makes none.
  public static boolean exists(Path root) {
    return Files.isRegularFile(new StorePaths(root.toAbsolutePath().normalize()).schema());
  }

  private static void create(StorePaths paths) throws IOException {
    boolean existed = Files.isDirectory(paths.root());
    AtomicFiles.directory(paths.root());
    if (existed && !isEmpty(paths.root())) {
      throw new ContentException.Corrupt(
          "directory '" + paths.root() + "'",
          "it is not empty and has no store.json, so it is no store; choose another --root");
    }
    Files.setPosixFilePermissions(
        paths.root(), java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    Path temporary = paths.root().resolve("store.json." + ProcessHandle.current().pid());
    byte[] schema = Json.bytes(JsonObject.builder().put("schema", SCHEMA).build());
    AtomicFiles.replace(paths.schema(), temporary, schema, true);
  }

  /// Whether there is nothing but the beginnings of a store that another process makes just now.
  private static boolean isEmpty(Path root) throws IOException {
    try (var children = Files.newDirectoryStream(root)) {
      for (Path child : children) {
        if (!String.valueOf(child.getFileName()).startsWith("store.json")) {
          return Files.exists(root.resolve("store.json"));
        }
      }
    }
    return true;
  }

  @Override
  public Path root() {
    return parts.paths().root();
  }

  @Override
  public ContentStore content() {
    return parts.content();
  }

  @Override
  public LayerStore layers() {
    return layers;
  }

  @Override
  public ImageStore images() {
    return images;
  }

  @Override
  public TreeMounts mounts() {
    return new DiskTreeMounts(parts);
  }

  @Override
  public Records records(String kind) {
    if (kind.equals(DiskImageStore.IMAGES) || kind.equals(DiskImageStore.NAMES)) {
      throw new IllegalArgumentException("records of kind '" + kind + "' belong to images()");
    }
    return parts.records(kind, false);
  }

  @Override
  public Lease lease(String reason) throws IOException {
    try {
      return new DiskLease(parts, layers, reason);
    } catch (IOException e) {
      throw AtomicFiles.explained("writing into the store '" + root() + "'", e);
    }
  }

  @Override
  public void sync() throws IOException {
    parts.session().sync();
  }

  @Override
  public GarbageReport collectGarbage() throws IOException {
    return new GarbageCollector(parts, layers, false).run();
  }

  @Override
  public GarbageReport planGarbageCollection() throws IOException {
    return new GarbageCollector(parts, layers, true).run();
  }

  @Override
  public StoreUsage usage() throws IOException {
    return new StoreSurvey(parts, layers).run();
  }

  @Override
  public List<Finding> check() throws IOException {
    return new StoreCheck(parts, layers, images).run();
  }

  @Override
  public List<Repair> repair() throws IOException {
    return new StoreRepair(parts, layers, images).run();
  }

  @Override
  public void close() throws IOException {
    parts.session().close();
    parts.locks().close();
  }
}
