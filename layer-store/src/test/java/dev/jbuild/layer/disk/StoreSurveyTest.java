package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Reference;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.References;
import dev.jbuild.layer.StoreUsage;
import dev.jbuild.layer.StoreUsage.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoreSurveyTest extends StoreTest {
  private static final JsonObject NOTHING = JsonObject.builder().build();

  @Test
  void countsEveryByteOnceAndSaysWhatKeepsIt() throws IOException {
    Layer shared = apply(new TarBytes().file("a", "x".repeat(1000)).bytes());
    Layer cached = apply(new TarBytes().file("b", "y".repeat(300)).bytes());
    Layer lost = apply(new TarBytes().file("c", "z".repeat(70)).bytes());
    store.layers().blob(shared, Compression.GZIP);
    store.images().put(Reference.parse("app"), Images.assemble(store, "x", shared), NOW);
    store.images().put(Reference.parse("app:2"), Images.assemble(store, "y", shared), NOW);
    store.records("cache").put("k", NOTHING, References.toLayers(List.of(shared, cached)));

    StoreUsage usage = store.usage();
    assertEquals(files("content") + files("l"), usage.total());
    assertEquals(
        2, item(usage, shared).holders().stream().filter(h -> h.kind().equals("images")).count());
    assertTrue(item(usage, shared).isHeldBy("cache"));
    assertFalse(item(usage, cached).isHeldBy("images"));
    assertEquals(300, item(usage, cached).size());
    assertEquals(List.of(), item(usage, lost).holders());
    assertFalse(item(usage, lost).leased());

    long nobodys =
        usage.items().stream().filter(i -> i.holders().isEmpty()).mapToLong(Item::size).sum();
    assertEquals(nobodys, store.collectGarbage().bytes(), "what the collection gives back");
    assertEquals(usage.total() - nobodys, store.usage().total());
  }

  @Test
  void tellsWhatALeaseCovers() throws IOException, InterruptedException {
    Thread.sleep(20);
    try (Lease _ = store.lease("test")) {
      Layer layer = apply(new TarBytes().file("a", "x").bytes());
      assertTrue(item(store.usage(), layer).leased());
    }
  }

  private long files(String directory) throws IOException {
    try (Stream<Path> files = Files.walk(store.root().resolve(directory))) {
      return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
    }
  }

  private static Item item(StoreUsage usage, Layer layer) {
    return usage.items().stream()
        .filter(i -> i.name().equals(layer.id().toString()))
        .findFirst()
        .orElseThrow();
  }
}
