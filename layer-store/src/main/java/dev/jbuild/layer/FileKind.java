package dev.jbuild.layer;

/// The kinds of files a layer can hold. Sockets are not among them: no archive carries them.
public enum FileKind {
  FILE,
  DIRECTORY,
  SYMLINK,
  CHARACTER_DEVICE,
  BLOCK_DEVICE,
  FIFO
}
