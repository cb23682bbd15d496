package dev.jbuild.layer.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Three layers with whatever a layer can have.
final class RichTree {
  private static final List<String> LAYERS =
      List.of(
          """
          mkdir -p d/sub/deep opq/in many
          echo one > d/1; echo two > d/2; echo leaf > d/sub/deep/leaf
          echo f > f; echo g > gone; seq 20000 > big
          ln -s d/1 link; mkfifo fifo; mknod null c 1 3; chmod 666 null; mknod disk b 7 1
          echo hard > hard1; ln hard1 hard2; ln hard1 many/hard3
          echo x > x
          truncate -s 4M sparse; printf end | dd of=sparse bs=1 seek=2000000 conv=notrunc 2>/dev/null
          echo hidden > opq/hidden; echo in > opq/in/file
          for i in 1 2 3 4 5 6 7 8 9; do echo $i > many/$i; done
          chown 100000:3000000 many/1; chmod 4755 many/2; chmod 000 many/3; chmod 1777 many
          xattr x user.a b
          xattr d/1 user.a b
          xattr x trusted.t t
          xattr d user.dir d
          find . -depth -exec touch -h -d @1000.5 {} +
          """,
          """
          mkdir -p d/sub opq
          whiteout gone
          whiteout d/2
          opaque opq
          echo three > d/3; echo seen > opq/seen; ln opq/seen opq/seen2
          echo again > many-file; ln many-file d/sub/linked
          find . -depth -exec touch -h -d @2000 {} +
          """,
          """
          mkdir -p d/sub/deep many; echo five > many/5
          whiteout many/6
          chmod 700 d; echo top > top; ln -s ../top d/sub/totop
          find . -depth -exec touch -h -d @3000.25 {} +
          """);

  private RichTree() {}

  /// Makes the layers, topmost first.
  static List<Path> layers(Path below) throws IOException, InterruptedException {
    List<Path> layers = new ArrayList<>();
    for (String script : LAYERS) {
      Path layer = Files.createDirectories(below.resolve("l" + layers.size()));
      Shell.run(layer, script);
      layers.addFirst(layer);
    }
    return layers;
  }
}
