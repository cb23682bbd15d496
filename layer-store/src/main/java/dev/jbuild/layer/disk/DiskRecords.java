package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.image.json.Times;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.References;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.Durability;
import dev.jbuild.layer.file.Session;
import dev.jbuild.layer.file.StoreLocks;
import dev.jbuild.layer.file.StorePaths;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Records as one JSON file each. Writers of one kind take turns under a lock; readers take none.
final class DiskRecords implements Records {
  private static final int SCHEMA = 1;
  private static final int MAX_NAME = 200;
  private static final String SUFFIX = ".json";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final Path directory;
  private final String lockName;
  private final StoreLocks locks;
  private final Session session;
  private final Durability durability;
  private final InstantSource clock;
  private final boolean durable;

  /// @param durable whether a record is on stable storage when a call returns
  DiskRecords(
      StorePaths paths,
      String kind,
      StoreLocks locks,
      Session session,
      Durability durability,
      InstantSource clock,
      boolean durable) {
    if (!isPlain(kind)) {
      throw new IllegalArgumentException(
          "record kind '" + kind + "' is not of lower-case letters, digits and '-'");
    }
    this.directory = paths.records(kind);
    this.lockName = "records/" + kind;
    this.locks = locks;
    this.session = session;
    this.durability = durability;
    this.clock = clock;
    this.durable = durable;
  }

  // regular expressions, globs and formats have their price at each start, and no command is
  // without records
  private static boolean isPlain(String kind) {
    for (int i = 0; i < kind.length(); i++) {
      char c = kind.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
        return false;
      }
    }
    return !kind.isEmpty();
  }

  @Override
  public Optional<Entry> get(String key) throws IOException {
    Optional<Entry> entry = read(directory.resolve(fileName(key)));
    if (entry.isPresent() && !entry.get().key().equals(key)) {
      throw new ContentException.Corrupt(
          directory.resolve(fileName(key)), "it is the record of '" + entry.get().key() + "'");
    }
    return entry;
  }

  @Override
  public void put(String key, JsonObject body, References references) throws IOException {
    try (StoreLocks.Held _ = locks.exclusive(lockName)) {
      write(key, body, references);
    }
  }

  @Override
  public void update(String key, Change change) throws IOException {
    try (StoreLocks.Held _ = locks.exclusive(lockName)) {
      Draft draft = change.apply(get(key).orElse(null));
      if (draft == null) {
        delete(key);
      } else {
        write(key, draft.body(), draft.references());
      }
    }
  }

  @Override
  public boolean remove(String key) throws IOException {
    try (StoreLocks.Held _ = locks.exclusive(lockName)) {
      return delete(key);
    }
  }

  private boolean delete(String key) throws IOException {
    boolean there = Files.deleteIfExists(directory.resolve(fileName(key)));
    if (there && durable) {
      AtomicFiles.force(directory);
    }
    return there;
  }

  private void write(String key, JsonObject body, References references) throws IOException {
    Path target = file(key);
    AtomicFiles.replace(target, session.temporary(), bytes(key, body, references), durable);
    if (!durable) {
      durability.wrote(target);
    }
  }

  /// Makes a record part of a batch, which publishes it.
  void add(RecordBatch batch, String key, JsonObject body, References references)
      throws IOException {
    batch.add(this, file(key), session.temporary(), bytes(key, body, references));
  }

  /// Publishes the records of this kind in a batch.
  void publish(RecordBatch batch) throws IOException {
    try (StoreLocks.Held _ = locks.exclusive(lockName)) {
      batch.publish(this);
    }
  }

  private byte[] bytes(String key, JsonObject body, References references) {
    JsonObject json =
        JsonObject.builder()
            .put("schema", SCHEMA)
            .put("key", key)
            .put("written", Times.write(clock.instant()))
            .put("body", body)
            .putIfPresent("content", references.content().stream().map(Digest::toString).toList())
            .putIfPresent("layers", references.layers().stream().map(LayerId::toString).toList())
            .build();
    return Json.bytes(json);
  }

  Path directory() {
    return directory;
  }

  @Override
  public List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path file : files()) {
      read(file).ifPresent(entries::add);
    }
    return byKey(entries);
  }

  private static List<Entry> byKey(List<Entry> entries) {
    // a plain lambda comes from the AOT cache, a comparator made by a combinator does not
    entries.sort((first, second) -> first.key().compareTo(second.key()));
    return entries;
  }

  /// The records that can be read, in the order of their keys. One damaged file must not hide all
  /// others from those who only look; [StoreCheck] reports it.
  List<Entry> sound() throws IOException {
    return sound(_ -> {});
  }

  /// @param damaged is told the file of each record that is left out
  List<Entry> sound(Consumer<Path> damaged) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path file : files()) {
      try {
        read(file).ifPresent(entries::add);
      } catch (ContentException.Corrupt _) {
        damaged.accept(file);
      }
    }
    return byKey(entries);
  }

  @Override
  public List<String> keys() throws IOException {
    return list().stream().map(Entry::key).toList();
  }

  /// The file of a record, which need not be there.
  Path file(String key) {
    return directory.resolve(fileName(key));
  }

  /// The files of all records.
  List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path file : stream) {
        if (file.toString().endsWith(SUFFIX)) {
          files.add(file);
        }
      }
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  static Optional<Entry> read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    try {
      JsonObject json = Json.parseObject(bytes);
      long schema = json.requireInteger("schema");
      if (schema > SCHEMA) {
        throw new JsonException(
            "it has schema %d, written by a newer jbuild; this one knows %d"
                .formatted(schema, SCHEMA));
      }
      List<Digest> content = new ArrayList<>();
      for (String digest : json.strings("content")) {
        content.add(Digest.parse(digest));
      }
      List<LayerId> layers = new ArrayList<>();
      for (String layer : json.strings("layers")) {
        layers.add(LayerId.parse(layer));
      }
      return Optional.of(
          new Entry(
              json.requireString("key"),
              json.requireObject("body"),
              new References(content, layers),
              Times.read(json, "written").orElse(Instant.EPOCH)));
    } catch (JsonException | IllegalArgumentException e) {
      throw new ContentException.Corrupt(
          "record file '" + file + "'", String.valueOf(e.getMessage()), e);
    }
  }

  /// The key that a record's file is named after, the reverse of [#fileName].
  ///
  /// @throws IllegalArgumentException when the name does not tell, since the key was too long
  static String key(Path file) {
    String name = String.valueOf(file.getFileName());
    if (!name.endsWith(SUFFIX)) {
      throw new IllegalArgumentException("'" + name + "' is no record");
    }
    String escaped = name.substring(0, name.length() - SUFFIX.length());
    String key = URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
    if (!fileName(key).equals(name)) {
      throw new IllegalArgumentException("'" + name + "' is named after a digest");
    }
    return key;
  }

  /// The name of a key's file: the key itself with what is not plain as `%XX`, or its digest when
  /// that would be too long.
  static String fileName(String key) {
    StringBuilder name = new StringBuilder();
    for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-'
              || (c == '.' && !name.isEmpty());
      if (plain) {
        name.append(c);
      } else {
        name.append('%').append(HEX.toHexDigits((byte) c));
      }
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a record needs a key");
    }
    return name.length() > MAX_NAME
        ? "%" + Digest.sha256(key.getBytes(StandardCharsets.UTF_8)).hex() + SUFFIX
        : name + SUFFIX;
  }
}
