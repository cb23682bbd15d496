package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.FileKind;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.layout.DockerArchive;
import dev.jbuild.layer.layout.OciLayout;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarType;
import dev.jbuild.linux.Credentials;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The same layers and images in the hands of tar, umoci and skopeo.
class PeersIT extends StoreTest {
  /// Every fact of a tree that a tar carries, one line for each file.
  private static final String FACTS =
      "find . -mindepth 1 -printf '%p %y %m %U:%G %s %Ts %l %n\\n' | sed 's/ d \\(.*\\) [0-9]* \\([0-9]*\\)  [0-9]*$/ d \\1 \\2/' | sort";

  private static String sh(Path directory, String command) throws Exception {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), command + ": " + output);
    return output;
  }

  private static void assumeTool(String tool) {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin", tool)), tool + " is not installed");
    assumeTrue(Credentials.effectiveUser() == 0, "owners and devices need root");
  }

  /// A tree with something of everything.
  private Path sample() throws Exception {
    Path tree = Files.createDirectories(temporary.resolve("sample"));
    sh(
        tree,
        """
        mkdir -p a/b/c dir && echo hello > a/f && ln a/f a/g && ln -s ../a dir/link
        mknod dir/null c 1 3 && mkfifo dir/pipe && chmod 4755 a/f && chown 3000000:7 a/b
        head -c 300000 /dev/urandom > a/b/c/data && mkdir -p "$(printf 'long%.0s/' $(seq 40))"
        echo x > "$(printf 'long%.0s/' $(seq 40))file" && echo u > 'grüße' && chmod 1777 dir
        find . -exec touch -h -d @1600000000 {} +
        """);
    return tree;
  }

  @Test
  void unpacksWhatTarUnpacks() throws Exception {
    assumeTool("tar");
    Path tree = sample();
    for (String format : List.of("gnu", "pax", "ustar")) {
      String skip = format.equals("ustar") ? " --exclude=a/b" : "";
      sh(tree, "tar --format=" + format + " --numeric-owner" + skip + " -cf ../t.tar .");
      byte[] tar = Files.readAllBytes(temporary.resolve("t.tar"));
      Layer layer = apply(tar);
      Path reference = Files.createDirectories(temporary.resolve("ref-" + format));
      sh(reference, "tar --numeric-owner -xpf ../t.tar");
      assertEquals(sh(reference, FACTS), sh(layer.directory(), FACTS), format);
      assertEquals("", sh(reference, "diff -r --no-dereference a " + layer.directory() + "/a"));
    }
  }

  @Test
  void tarReadsWhatWeWriteAndItComesBackTheSame() throws Exception {
    assumeTool("tar");
    Path tree = sample();
    sh(tree, "tar --format=pax --numeric-owner -cf ../t.tar .");
    Layer layer;
    try (var draft = store.layers().draft(List.of());
        var in = Files.newInputStream(temporary.resolve("t.tar"))) {
      draft.tree().unpack(in, "/", a -> a);
      layer = draft.commit(null);
    }
    byte[] tar = tar(layer);
    Files.write(temporary.resolve("ours.tar"), tar);
    Path back = Files.createDirectories(temporary.resolve("back"));
    sh(back, "tar --numeric-owner -xpf ../ours.tar");
    assertEquals(sh(tree, FACTS), sh(back, FACTS));
    try (DiskStore other =
        DiskStore.open(temporary.resolve("other"), java.time.InstantSource.system())) {
      Layer again = other.layers().apply(TarBytes.stream(tar), layer.diffId(), List.of());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      other.layers().writeTar(again, out);
      assertArrayEquals(tar, out.toByteArray());
    }
  }

  private LoadedImage image() throws Exception {
    Layer base;
    sh(sample(), "tar --format=pax --numeric-owner -cf ../t.tar .");
    try (var draft = store.layers().draft(List.of());
        var in = Files.newInputStream(temporary.resolve("t.tar"))) {
      draft.tree().unpack(in, "/", a -> a);
      base = draft.commit(null);
    }
    Layer top;
    try (var draft = store.layers().draft(List.of(base))) {
      draft.tree().remove("/a/g");
      draft.tree().remove("/dir");
      draft.tree().directory("/dir", dev.jbuild.layer.FileAttributes.of(0700, 1, 2, NOW));
      draft
          .tree()
          .file(
              "/dir/new",
              dev.jbuild.layer.FileAttributes.of(0640, 1, 2, NOW),
              new ByteArrayInputStream(new byte[10]));
      top = draft.commit(null);
    }
    Descriptor manifest = Images.assemble(store, "peers", base, top);
    store.images().put(Reference.parse("peers:1"), manifest, NOW);
    return store.images().load(manifest, Platform.host());
  }

  private Path layout(LoadedImage image, Compression compression) throws IOException {
    Path layout = temporary.resolve("layout-" + compression.method());
    new OciLayout(store)
        .exportTo(
            layout, List.of(new OciLayout.Export(image, Reference.parse("peers:1"))), compression);
    return layout;
  }

  @Test
  void umociUnpacksOurLayoutToTheSameTree() throws Exception {
    assumeTool("umoci");
    LoadedImage image = image();
    Path layout = layout(image, Compression.GZIP);
    sh(temporary, "umoci unpack --image " + layout + ":1 bundle");
    assertSameTree(image, temporary.resolve("bundle/rootfs"));
  }

  /// A layer that keeps the bytes it came as.
  private Layer pulled(byte[] tar, Layer... below) throws IOException {
    Layer layer = apply(tar, below);
    Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER, store.content().put(tar), tar.length);
    store.layers().remember(layer, blob);
    return layer;
  }

  /// Layers with everything that upper layers do to lower ones: whiteouts of files, directories and
  /// of nothing, opaque directories, hard links to files below, files in place of directories and
  /// the other way round, directories that are only named by what is in them.
  @Test
  void umociUnpacksTheLayersOfOthersAsWeDo() throws Exception {
    assumeTool("umoci");
    Layer base =
        pulled(
            new TarBytes()
                .directory("./")
                .directory("./opaque")
                .file("./opaque/old", "old")
                .directory("./opaque/below")
                .directory("./gone/deep")
                .file("./gone/deep/f", "f")
                .file("./low", "linked from above")
                .file("./file", "becomes a directory")
                .directory("./directory")
                .file("./directory/f", "goes")
                .symlink("./link", "low")
                .hardLink("./hard", "low")
                .device("./null", TarType.CHARACTER_DEVICE, 1, 3)
                .file("./no/parents/here", "x")
                .entry(
                    new TarEntry(
                        TarType.FILE,
                        "./marked",
                        04755,
                        3_000_000,
                        4_000_000_000L,
                        77,
                        0,
                        1,
                        "",
                        0,
                        0,
                        false,
                        Map.of("user.k", new byte[] {1, 2})),
                    new byte[] {'m'})
                .bytes());
    Layer middle =
        pulled(
            new TarBytes()
                .file("opaque/new", "new")
                .file("opaque/.wh..wh..opq", "")
                .file(".wh.gone", "")
                .file(".wh.never", "")
                .file("up", "")
                .hardLink("no/up", "low")
                .directory("file")
                .file("file/in", "in")
                .file("directory", "a file now")
                .file("link", "a file now, too")
                .file(".wh.null", "")
                .bytes(),
            base);
    Layer top =
        pulled(
            new TarBytes()
                .directory("gone")
                .file("gone/again", "again")
                .file("no/.wh.parents", "")
                .file("null", "a file")
                .bytes(),
            base,
            middle);
    Descriptor manifest = Images.assemble(store, "others", base, middle, top);
    store.images().put(Reference.parse("peers:1"), manifest, NOW);
    LoadedImage image = store.images().load(manifest, Platform.host());
    sh(temporary, "umoci unpack --image " + layout(image, Compression.GZIP) + ":1 bundle");
    assertSameTree(image, temporary.resolve("bundle/rootfs"));
  }

  /// Compares kinds, modes, owners, sizes, targets and the attribute `user.k` of all files.
  private void assertSameTree(LoadedImage image, Path rootfs) throws Exception {
    List<Layer> layers = store.layers().stack(image.config().value().diffIds()).orElseThrow();
    List<String> ours = new ArrayList<>();
    UnionView.of(layers)
        .walk(
            "/",
            e -> {
              if (!e.path().equals("/")) {
                byte[] mark = UnionView.attributes(e).xattrs().get("user.k");
                ours.add(
                    ".%s %s %o %d:%d %d %s %s"
                        .formatted(
                            e.path(),
                            e.kind(),
                            e.mode(),
                            e.uid(),
                            e.gid(),
                            e.size(),
                            e.target(),
                            mark == null ? "" : HexFormat.of().formatHex(mark)));
              }
              return true;
            });
    List<String> theirs = new ArrayList<>();
    for (String line :
        sh(rootfs, "find . -mindepth 1 -printf '%p %y %m %U:%G %s %l\n'").split("\n")) {
      String[] f = line.split(" ", 6);
      FileKind kind =
          switch (f[1]) {
            case "f" -> FileKind.FILE;
            case "d" -> FileKind.DIRECTORY;
            case "l" -> FileKind.SYMLINK;
            case "c" -> FileKind.CHARACTER_DEVICE;
            case "p" -> FileKind.FIFO;
            default -> throw new AssertionError(line);
          };
      theirs.add(
          "%s %s %s %s %s %s %s"
              .formatted(
                  f[0],
                  kind,
                  f[2],
                  f[3],
                  kind == FileKind.FILE ? f[4] : "0",
                  f[5],
                  kind == FileKind.FILE ? mark(rootfs.resolve(f[0])) : ""));
    }
    assertEquals(ours.stream().sorted().toList(), theirs.stream().sorted().toList());
  }

  private static String mark(Path file) throws IOException {
    Object value = Files.readAttributes(file, "user:*", LinkOption.NOFOLLOW_LINKS).get("k");
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : "";
  }

  @Test
  void skopeoReadsOurLayoutsAndArchivesAndWeReadWhatItWrites() throws Exception {
    assumeTool("skopeo");
    LoadedImage image = image();
    for (Compression c : List.of(Compression.NONE, Compression.GZIP, Compression.ZSTD)) {
      Path layout = layout(image, c);
      Path copy = temporary.resolve("copy-" + c.method());
      sh(temporary, "skopeo --insecure-policy copy oci:" + layout + ":1 oci:" + copy + ":1");
      try (DiskStore other =
          DiskStore.open(
              temporary.resolve("store-" + c.method()), java.time.InstantSource.system())) {
        Descriptor entry = new OciLayout(other).importFrom(copy).getFirst();
        LoadedImage read = other.images().load(entry, Platform.host());
        assertEquals(image.config().digest(), read.config().digest());
        assertEquals(
            2, other.layers().unpack(read.manifest().value(), read.config().value()).size());
        assertEquals(List.of(), other.check());
      }
    }
    Path archive = temporary.resolve("docker.tar");
    try (OutputStream out = Files.newOutputStream(archive)) {
      new DockerArchive(store)
          .exportTo(
              out, List.of(new DockerArchive.Export(image, List.of(Reference.parse("peers:1")))));
    }
    String id = sh(temporary, "skopeo inspect --raw --config docker-archive:" + archive);
    assertTrue(id.contains(image.config().value().diffIds().getFirst().hex()), id);
  }

  @Test
  void aLayoutComesBackFromItsTar() throws Exception {
    LoadedImage image = image();
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    new OciLayout(store)
        .exportTo(
            tar,
            List.of(new OciLayout.Export(image, Reference.parse("peers:1"))),
            Compression.ZSTD);
    try (DiskStore other =
        DiskStore.open(temporary.resolve("other"), java.time.InstantSource.system())) {
      Descriptor entry =
          new OciLayout(other).importFrom(new ByteArrayInputStream(tar.toByteArray())).getFirst();
      assertEquals(Reference.parse("peers:1"), OciLayout.name(entry).orElseThrow());
      LoadedImage read = other.images().load(entry, Platform.host());
      assertEquals(image.config().digest(), read.config().digest());
      other.layers().unpack(read.manifest().value(), read.config().value());
      assertEquals(List.of(), other.check());
    }
  }
}
