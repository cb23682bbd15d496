/// The content-addressed union-layer store: blobs, unpacked layers, snapshots and image names.
module dev.jbuild.layer {
  requires static transitive org.jspecify;
  requires transitive dev.jbuild.image;
  requires dev.jbuild.linux;
  requires org.apache.commons.compress;
  requires com.github.luben.zstd_jni;
}
