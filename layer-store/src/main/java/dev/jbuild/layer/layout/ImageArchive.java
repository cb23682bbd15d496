package dev.jbuild.layer.layout;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads images from whatever docker, podman, skopeo, buildah and jbuild write them into: an
/// archive of docker's form, one of an OCI image layout, or a layout in a directory.
///
/// What is read is verified against its digests and is in the content store afterwards. Unpacking
/// and naming it is for the caller, who must hold a lease until then. An archive that is both (as
/// docker writes since 25) is read as a layout.
public final class ImageArchive {
  private final ContentStore content;

  public ImageArchive(ContentStore content) {
    this.content = content;
  }

  /// Reads an archive to its end, plain or compressed as its first bytes tell.
  ///
  /// @throws ContentException.Corrupt when it is no archive of images, or is damaged
  public List<ArchivedImage> read(InputStream archive) throws IOException {
    ArchiveFiles files = ArchiveFiles.read(archive, content);
    byte[] index = files.document(OciLayout.INDEX, ImageJson.MAX_MANIFEST);
    if (index != null) {
      ImageIndex entries = OciLayout.index(index, "the archive's");
      return named(entries.manifests());
    }
    byte[] manifest = files.document(DockerArchive.MANIFEST, ImageJson.MAX_MANIFEST);
    if (manifest != null) {
      return new DockerArchiveReader(content, files).read(manifest);
    }
    throw new ContentException.Malformed(
        "the archive",
        files.find("repositories") != null
            ? "it has no manifest.json: docker before 1.10 wrote it, save it again with a newer one"
            : "it has neither index.json nor manifest.json, so it is no archive of images; a root"
                + " file system is read with 'jbuild import'");
  }

  /// Reads the layout in a directory.
  public List<ArchivedImage> read(Path directory) throws IOException {
    return named(OciLayout.importFrom(directory, content));
  }

  private List<ArchivedImage> named(List<Descriptor> entries) throws IOException {
    List<ArchivedImage> images = new ArrayList<>();
    LayoutTree tree = new LayoutTree(content);
    for (Descriptor entry : entries) {
      tree.require(entry);
      Descriptor bare = Descriptor.of(entry.mediaType(), entry.digest(), entry.size());
      images.add(new ArchivedImage(bare, OciLayout.name(entry).stream().toList(), true));
    }
    return merged(images);
  }

  /// One image for each manifest, with all its names.
  static List<ArchivedImage> merged(List<ArchivedImage> images) {
    List<ArchivedImage> merged = new ArrayList<>();
    for (ArchivedImage image : images) {
      int at = 0;
      while (at < merged.size()
          && !merged.get(at).manifest().digest().equals(image.manifest().digest())) {
        at++;
      }
      if (at == merged.size()) {
        merged.add(image);
      } else {
        List<dev.jbuild.image.Reference> names = new ArrayList<>(merged.get(at).names());
        image.names().stream().filter(n -> !names.contains(n)).forEach(names::add);
        merged.set(at, new ArchivedImage(image.manifest(), names, image.original()));
      }
    }
    return merged;
  }
}
