package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.Lease;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/// Does all that a store can do, in a process of its own, a number of times.
final class BusyProcess {
  private BusyProcess() {}

  /// @param args directory of the store, seed, number of rounds
  public static void main(String[] args) throws Exception {
    Random random = new Random(Long.parseLong(args[1]));
    int rounds = Integer.parseInt(args[2]);
    try (DiskStore store = DiskStore.open(Path.of(args[0]), InstantSource.system())) {
      for (int i = 0; i < rounds; i++) {
        round(store, random);
      }
    }
  }

  private static void round(DiskStore store, Random random) throws Exception {
    try (Lease _ = store.lease("round")) {
      int which = random.nextInt(6);
      Layer base = applied(store, which);
      Layer top;
      try (LayerDraft draft = store.layers().draft(List.of(base))) {
        FileAttributes file = FileAttributes.of(0644, 0, 0, StoreTest.NOW);
        for (int f = 0; f < 20; f++) {
          draft
              .tree()
              .file("f" + f, file, new ByteArrayInputStream(new byte[random.nextInt(5000)]));
        }
        top = draft.commit(null);
      }
      Descriptor manifest = Images.assemble(store, "n" + which, base, top);
      Reference name = Reference.parse("image" + which);
      store.images().put(name, manifest, StoreTest.NOW);
      if (random.nextBoolean()) {
        store.layers().blob(top, Compression.ZSTD);
      }
      if (random.nextInt(3) == 0) {
        store.images().untag(name);
        List<Image> images = store.images().list();
        if (!images.isEmpty()) {
          store.images().remove(images.getLast());
        }
      }
    }
    if (random.nextInt(4) == 0) {
      store.collectGarbage();
    }
  }

  private static Layer applied(DiskStore store, int which) throws Exception {
    TarBytes tar = new TarBytes();
    for (int d = 0; d < 5; d++) {
      tar.directory("d" + d);
      for (int f = 0; f < 20; f++) {
        tar.file("d" + d + "/f" + f, "content " + which + f);
      }
    }
    byte[] bytes = tar.bytes();
    Digest digest = Digest.sha256(bytes);
    var writer = store.content().writer(digest);
    if (writer.isPresent()) {
      try (var w = writer.get()) {
        w.write(bytes, (int) w.offset(), bytes.length - (int) w.offset());
        w.commit(digest, bytes.length);
      }
    }
    Layer layer = store.layers().apply(TarBytes.stream(bytes), digest, List.of());
    store
        .layers()
        .remember(
            layer, Descriptor.of(dev.jbuild.image.MediaTypes.OCI_LAYER, digest, bytes.length));
    return layer;
  }

  static Process start(Path store, long seed, int rounds, Path log) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            BusyProcess.class.getName(),
            store.toString(),
            Long.toString(seed),
            Integer.toString(rounds))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
