/// The content-addressed union-layer store: blobs by digest, unpacked layers by diff ID, image
/// names and small records, safe for many processes at once.
///
/// Contracts and values are in [dev.jbuild.layer]; start with its `Store`. The store on disk is
/// opened with `dev.jbuild.layer.disk.DiskStore`.
module dev.jbuild.layer {
  requires static transitive org.jspecify;
  requires transitive dev.jbuild.image;
  requires dev.jbuild.linux;
  requires org.apache.commons.compress;
  requires com.github.luben.zstd_jni;
  requires org.tukaani.xz;

  exports dev.jbuild.layer;
  exports dev.jbuild.layer.disk;
  exports dev.jbuild.layer.layout;
  exports dev.jbuild.layer.snapshot;
}
