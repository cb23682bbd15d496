package dev.jbuild.layer.layout;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.ContentStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes what is in a content store as the tar of an OCI image layout, byte for byte.
///
/// Follows the OCI image specification, "OCI Image Layout Specification".
public final class LayoutArchive {
  private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

  private final ContentStore content;

  public LayoutArchive(ContentStore content) {
    this.content = content;
  }

  /// Writes documents with all that they lead to and that is in the content store; the stream stays
  /// open.
  ///
  /// @param entries what `index.json` shall list, with annotations that name it
  public void write(OutputStream out, List<Descriptor> entries) throws IOException {
    Sink sink = new Sink.Tar(out);
    sink.file("oci-layout", LAYOUT.getBytes(StandardCharsets.US_ASCII));
    for (Descriptor entry : entries) {
      add(sink, entry);
    }
    ImageIndex index = ImageIndex.of(MediaTypes.OCI_INDEX, entries);
    sink.file("index.json", ImageJson.encode(index).bytes());
    sink.finish();
  }

  private void add(Sink sink, Descriptor blob) throws IOException {
    if (!content.contains(blob.digest())) {
      return; // of an index not all need be here, and layers with URLs never are
    }
    try (InputStream in = content.open(blob.digest())) {
      String name = "blobs/" + blob.digest().algorithm().id() + "/" + blob.digest().hex();
      sink.file(name, blob.size(), in);
    }
    for (Descriptor child : LayoutTree.children(blob, content)) {
      add(sink, child);
    }
  }
}
