package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.file.StorePaths;
import dev.jbuild.layer.tree.MarkSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// What the store knows of an unpacked layer; a layer is there when its record is.
///
/// @param tree name of its directory in `l/`
/// @param impliedRoot whether its tar has no entry for the root, whose attributes are the default
/// @param applied whether it was unpacked from a tar, which its tree need not give back byte by
///   byte
/// @param blobs its compressed forms that are known
/// @param marks where all its opaque directories are marked; empty in records of before that was
///   noted
/// @param standIns paths of the files that stand for devices
record LayerRecord(
    LayerId id,
    String tree,
    long size,
    long tarSize,
    long entries,
    List<String> opaque,
    boolean impliedRoot,
    boolean applied,
    List<Descriptor> blobs,
    List<MarkSpace> marks,
    List<String> standIns) {
  private static final int SCHEMA = 1;

  LayerRecord {
    opaque = List.copyOf(opaque);
    blobs = List.copyOf(blobs);
    marks = List.copyOf(marks);
    standIns = List.copyOf(standIns);
  }

  Layer layer(StorePaths paths) {
    return new Layer(
        id,
        paths.trees().resolve(tree),
        size,
        tarSize,
        entries,
        new LinkedHashSet<>(opaque),
        !standIns.isEmpty());
  }

  /// The same, with the tree that it has got.
  LayerRecord withTree(String name) {
    return new LayerRecord(
        id, name, size, tarSize, entries, opaque, impliedRoot, applied, blobs, marks, standIns);
  }

  LayerRecord withMarks(List<MarkSpace> its) {
    return new LayerRecord(
        id, tree, size, tarSize, entries, opaque, impliedRoot, applied, blobs, its, standIns);
  }

  LayerRecord withStandIns(List<String> its) {
    return new LayerRecord(
        id, tree, size, tarSize, entries, opaque, impliedRoot, applied, blobs, marks, its);
  }

  LayerRecord withBlobs(List<Descriptor> its) {
    return new LayerRecord(
        id, tree, size, tarSize, entries, opaque, impliedRoot, applied, its, marks, standIns);
  }

  LayerRecord withBlob(Descriptor blob) {
    List<Descriptor> more = new ArrayList<>(blobs);
    more.removeIf(b -> b.digest().equals(blob.digest()));
    more.add(blob);
    return withBlobs(more);
  }

  /// The same, without the layer's plain tar.
  LayerRecord withoutPlainTar() {
    List<Descriptor> rest = new ArrayList<>(blobs);
    rest.removeIf(b -> b.digest().equals(id.diffId()));
    return withBlobs(rest);
  }

  /// Whether the layer is kept in other forms than as plain tar.
  boolean isPacked() {
    return !blobs.isEmpty() && blobs.stream().noneMatch(b -> b.digest().equals(id.diffId()));
  }

  byte[] toBytes() {
    return Json.bytes(
        JsonObject.builder()
            .put("schema", SCHEMA)
            .put("tree", tree)
            .put("size", size)
            .put("tarSize", tarSize)
            .put("entries", entries)
            .putIfPresent("opaque", opaque)
            .putIfPresent("marks", marks.stream().map(MarkSpace::toString).toList())
            .putIfPresent("standIns", standIns)
            .putIfPresent("impliedRoot", impliedRoot)
            .putIfPresent("applied", applied)
            .putIfPresent("blobs", blobs.stream().map(ImageJson::write).toList())
            .build());
  }

  static Optional<LayerRecord> read(StorePaths paths, LayerId id) throws IOException {
    Path file = paths.layerRecord(id);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    try {
      JsonObject json = Json.parseObject(bytes);
      if (json.requireInteger("schema") > SCHEMA) {
        throw new JsonException("it was written by a newer jbuild");
      }
      List<Descriptor> blobs = new ArrayList<>();
      for (JsonObject blob : json.objects("blobs")) {
        blobs.add(ImageJson.descriptor(blob));
      }
      List<MarkSpace> marks = new ArrayList<>();
      for (String mark : json.strings("marks")) {
        MarkSpace.of(mark).ifPresent(marks::add);
      }
      return Optional.of(
          new LayerRecord(
              id,
              treeName(json.requireString("tree")),
              json.requireInteger("size"),
              json.requireInteger("tarSize"),
              json.requireInteger("entries"),
              json.strings("opaque"),
              json.bool("impliedRoot").orElse(false),
              json.bool("applied").orElse(false),
              blobs,
              marks,
              json.strings("standIns")));
    } catch (JsonException | IllegalArgumentException e) {
      throw new ContentException.Corrupt(file, String.valueOf(e.getMessage()));
    }
  }

  private static String treeName(String name) throws JsonException {
    if (!name.matches("[0-9a-f]{12}")) {
      throw new JsonException("'" + name + "' is not the name of a tree");
    }
    return name;
  }
}
