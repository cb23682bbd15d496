package dev.jbuild.registry.server;

import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/// A small image in an OCI layout: one layer with one file of random bytes.
record TestImage(Path layout, Digest manifest) {
  static TestImage make(Path layout, int seed) throws IOException {
    Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
    byte[] content = new byte[700_000];
    new Random(seed).nextBytes(content);
    byte[] tar = tar("data.bin", content);
    byte[] layer = gzip(tar);
    Digest layerDigest = write(blobs, layer);
    String config =
        """
        {"architecture":"amd64","os":"linux","config":{"Cmd":["/data.bin"]},\
        "rootfs":{"type":"layers","diff_ids":["%s"]},"history":[{"created_by":"test %d"}]}\
        """
            .formatted(Digest.sha256(tar), seed);
    Digest configDigest = write(blobs, config.getBytes(StandardCharsets.UTF_8));
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":%d},\
        "layers":[{"mediaType":"%s","digest":"%s","size":%d}]}\
        """
            .formatted(
                MediaTypes.OCI_MANIFEST,
                MediaTypes.OCI_CONFIG,
                configDigest,
                config.length(),
                MediaTypes.OCI_LAYER_GZIP,
                layerDigest,
                layer.length);
    Digest digest = write(blobs, manifest.getBytes(StandardCharsets.UTF_8));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(
        layout.resolve("index.json"),
        """
        {"schemaVersion":2,"manifests":[{"mediaType":"%s","digest":"%s","size":%d,\
        "annotations":{"org.opencontainers.image.ref.name":"it"}}]}\
        """
            .formatted(MediaTypes.OCI_MANIFEST, digest, manifest.length()));
    return new TestImage(layout, digest);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static Digest write(Path blobs, byte[] content) throws IOException {
    Digest digest = Digest.sha256(content);
    Files.write(blobs.resolve(digest.hex()), content);
    return digest;
  }

  /// A ustar archive of one file.
  private static byte[] tar(String name, byte[] content) throws IOException {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, "%011o".formatted(content.length));
    put(header, 136, "00000000000");
    Arrays.fill(header, 148, 156, (byte) ' ');
    header[156] = '0';
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(header);
    out.write(content);
    out.write(new byte[Math.floorMod(-content.length, 512) + 1024]);
    return out.toByteArray();
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }
}
