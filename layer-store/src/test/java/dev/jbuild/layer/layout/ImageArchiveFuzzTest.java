package dev.jbuild.layer.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.disk.DiskStore;
import dev.jbuild.layer.file.Session;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarType;
import dev.jbuild.layer.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Archives of images whose documents and files are as somebody hostile would have them: they are
/// loaded or refused, and the store is sound after both.
class ImageArchiveFuzzTest {
  private static final String INDEX = "index.json";
  private static final String[] NAMES = {
    "manifest.json", INDEX, "oci-layout", "repositories", "layer.tar", "config.json", "../x", "/y"
  };

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final TarWriter tar = new TarWriter(out);

  private void file(TarType type, String name, String link, byte[] content) throws IOException {
    tar.header(
        new TarEntry(type, name, 0644, 0, 0, 0, 0, content.length, link, 0, 0, false, Map.of()));
    tar.content(content, 0, content.length);
    tar.pad();
  }

  private String blob(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Digest digest = Digest.sha256(bytes);
    file(TarType.FILE, "blobs/sha256/" + digest.hex(), "", bytes);
    return "{\"mediaType\":\"%s\",\"digest\":\"" + digest + "\",\"size\":" + bytes.length + "}";
  }

  /// A piece of a sound document, with something else in the middle now and then.
  private static String bent(FuzzedDataProvider data, String text) {
    if (data.consumeInt(0, 3) > 0 || text.isEmpty()) {
      return text;
    }
    int at = data.consumeInt(0, text.length() - 1);
    int end = Math.min(text.length(), at + data.consumeInt(0, 20));
    return text.substring(0, at) + data.consumeString(20) + text.substring(end);
  }

  private byte[] archive(FuzzedDataProvider data) throws IOException {
    byte[] layer = bent(data, "no tar at all").getBytes(StandardCharsets.UTF_8);
    String config =
        bent(
            data,
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + Digest.sha256(layer)
                + "\"]}}");
    if (data.consumeBoolean()) {
      String layerBlob =
          blob(new String(layer, StandardCharsets.UTF_8))
              .formatted("application/vnd.oci.image.layer.v1.tar");
      String configBlob = blob(config).formatted("application/vnd.oci.image.config.v1+json");
      String manifest =
          bent(
              data,
              "{\"schemaVersion\":2,\"config\":" + configBlob + ",\"layers\":[" + layerBlob + "]}");
      String entry = blob(manifest).formatted("application/vnd.oci.image.manifest.v1+json");
      String index = bent(data, "{\"schemaVersion\":2,\"manifests\":[" + entry + "]}");
      file(TarType.FILE, INDEX, "", index.getBytes(StandardCharsets.UTF_8));
    } else {
      file(TarType.FILE, "layer.tar", "", layer);
      file(TarType.FILE, "config.json", "", config.getBytes(StandardCharsets.UTF_8));
      String manifest =
          bent(
              data,
              "[{\"Config\":\"config.json\",\"RepoTags\":[\"app:1\"],\"Layers\":[\"layer.tar\"]}]");
      file(TarType.FILE, "manifest.json", "", manifest.getBytes(StandardCharsets.UTF_8));
    }
    while (data.remainingBytes() > 0) {
      TarType type = data.pickValue(TarType.values());
      String link = data.consumeBoolean() ? data.pickValue(NAMES) : data.consumeString(10);
      String name = data.pickValue(NAMES);
      byte[] content =
          type == TarType.FILE
              ? data.consumeString(50).getBytes(StandardCharsets.UTF_8)
              : new byte[0];
      file(type, name, link.replace("\0", ""), content);
    }
    tar.finish();
    return out.toByteArray();
  }

  @FuzzTest(maxDuration = "25s")
  void areReadOrRefused(FuzzedDataProvider data) throws IOException {
    out.reset();
    Path work = Files.createTempDirectory("fuzz");
    try (DiskStore store = DiskStore.open(work, InstantSource.system())) {
      byte[] archive = archive(data);
      try {
        for (ArchivedImage image :
            new ImageArchive(store.content()).read(new ByteArrayInputStream(archive))) {
          LoadedImage loaded =
              store.images().load(image.manifest(), dev.jbuild.image.Platform.host());
          store.layers().unpack(loaded.manifest().value(), loaded.config().value());
        }
      } catch (ContentException refused) {
        // the only exception that may come out
      }
      assertEquals(List.of(), store.check());
    } finally {
      Session.removeTree(work);
    }
  }
}
