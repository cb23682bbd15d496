package dev.jbuild.layer.tar;

/// The kinds of entries that a tar can hold, pax(1), "ustar Interchange Format", field typeflag.
public enum TarType {
  FILE('0'),
  HARD_LINK('1'),
  SYMLINK('2'),
  CHARACTER_DEVICE('3'),
  BLOCK_DEVICE('4'),
  DIRECTORY('5'),
  FIFO('6');

  private final char flag;

  TarType(char flag) {
    this.flag = flag;
  }

  /// The type flag that stands for it in a header.
  public char flag() {
    return flag;
  }
}
