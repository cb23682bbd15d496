package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartUpIT extends StoreTest {
  @Test
  void listingAndReadingImagesLoadsNoNativeCode() throws Exception {
    var layer = apply(new TarBytes().file("f", "x").bytes());
    store.images().put(Reference.parse("app"), Images.assemble(store, "x", layer), NOW);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                ListingProcess.class.getName(),
                store.root().toString())
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertEquals(0, process.waitFor(), () -> String.join("\n", lines));
    assertTrue(lines.stream().anyMatch(l -> l.contains("dev.jbuild.layer.disk.DiskStore ")));
    assertEquals(
        List.of(),
        lines.stream()
            .filter(l ->
                l.contains(" dev.jbuild.linux.")
                    || l.contains(" java.lang.foreign.Linker ")
                    || l.contains(" com.github.luben.")
                    || l.contains(" org.apache.commons.compress."))
            .toList());
  }
}
