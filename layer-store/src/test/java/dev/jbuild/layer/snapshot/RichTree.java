package dev.jbuild.layer.snapshot;

/// Three layers with whatever a layer can have.
final class RichTree {
  private static final String[] LAYERS = {
    """
    mkdir -p d/sub/deep opq/in many
    echo one > d/1; echo two > d/2; echo leaf > d/sub/deep/leaf
    echo f > f; echo g > gone; head -c 100000 /dev/urandom > big
    ln -s d/1 link; mkfifo fifo; mknod null c 1 3; chmod 666 null; mknod disk b 7 1
    echo hard > hard1; ln hard1 hard2; ln hard1 hard3
    echo x > x
    xattr x user.a b
    xattr d/1 user.a b
    xattr x trusted.t t
    xattr d user.dir d
    truncate -s 4M sparse; printf end | dd of=sparse bs=1 seek=2000000 conv=notrunc 2>/dev/null
    echo hidden > opq/hidden; echo in > opq/in/file
    for i in 1 2 3 4 5 6 7 8 9; do echo $i > many/$i; done
    chown 100000:3000000 many/1; chmod 4755 many/2; chmod 000 many/3; chmod 1777 many
    find . -depth -exec touch -h -d @1000.5 {} +
    """,
    """
    mknod gone c 0 0; mkdir -p d/sub opq
    echo three > d/3; mknod d/2 c 0 0
    xattr opq trusted.overlay.opaque y
    echo seen > opq/seen; ln opq/seen opq/seen2
    echo again > many-file; ln many-file d/sub/linked
    find . -depth -exec touch -h -d @2000 {} +
    """,
    """
    mkdir -p d/sub/deep many; echo five > many/5; mknod many/6 c 0 0; chmod 700 d
    echo top > top; ln -s ../top d/sub/totop
    find . -depth -exec touch -h -d @3000.25 {} +
    """
  };

  private RichTree() {}

  /// The script that makes one of them, 1 to 3, the lowest first.
  static String layer(int number) {
    return LAYERS[number - 1];
  }
}
