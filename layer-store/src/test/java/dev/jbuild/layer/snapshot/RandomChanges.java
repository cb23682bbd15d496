package dev.jbuild.layer.snapshot;

import java.util.List;
import java.util.Random;

/// Shell scripts of random changes. Commands that fail in one place fail in the other as well, so
/// failures are let be; no command opens a file for writing without writing, and none writes
/// through one of several names of a file, where an overlay breaks the link and a file system does
/// not.
final class RandomChanges {
  private static final List<String> PLACES =
      List.of(
          "d",
          "d/1",
          "d/2",
          "d/3",
          "d/sub",
          "d/sub/deep",
          "d/sub/deep/leaf",
          "f",
          "gone",
          "big",
          "link",
          "fifo",
          "null",
          "x",
          "sparse",
          "opq",
          "opq/seen3",
          "opq/in",
          "opq/in/file",
          "many",
          "many/1",
          "many/4",
          "many/5",
          "many/6",
          "top",
          "new",
          "new/a",
          "new/b",
          "other");

  private RandomChanges() {}

  static String script(Random random, int operations) {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < operations; i++) {
      String operation = operation(random);
      script.append(
          operation.startsWith("-") ? operation : "{ " + operation + "; } 2>/dev/null || :");
      script.append('\n');
    }
    return script.toString();
  }

  private static String operation(Random random) {
    String a = PLACES.get(random.nextInt(PLACES.size()));
    String b = PLACES.get(random.nextInt(PLACES.size()));
    int n = random.nextInt(1000);
    return switch (random.nextInt(17)) {
      case 0 -> "[ -f %1$s -a ! -L %1$s ] && echo %2$d >> %1$s".formatted(a, n);
      case 1 -> "[ -e %1$s ] || echo %2$d > %1$s".formatted(a, n);
      case 2 -> "rm " + a;
      case 3 -> "rm -r " + a;
      case 4 -> "[ ! -d %1$s -a ! -e %2$s ] && mv -T %1$s %2$s".formatted(a, b);
      case 5 -> "[ ! -d %1$s -a -f %2$s ] && mv -T %1$s %2$s".formatted(a, b);
      case 6 -> "[ -L %1$s ] || chmod %2$o %1$s".formatted(a, 0700 | random.nextInt(0100));
      case 7 -> "chown -h %2$d:%3$d %1$s".formatted(a, n, random.nextInt(1000));
      case 8 -> "ln -s target%2$d %1$s".formatted(a, n);
      case 9 -> "mkdir " + a;
      case 10 -> "rm -f %1$s && mkdir %1$s".formatted(a);
      case 11 -> "rm -rf %1$s && mkdir %1$s && echo %2$d > %1$s/in".formatted(a, n);
      case 12 -> "[ -f %1$s -a ! -L %1$s ] && truncate -s %2$d %1$s".formatted(a, n);
      case 13 -> "touch -c -h -d @%2$d %1$s".formatted(a, n);
      case 14 -> "ln %1$s %2$s".formatted(a, b);
      case 15 -> "-xattr %1$s user.r%2$d %2$d".formatted(a, n % 5);
      default -> "[ -f %1$s -a ! -L %1$s -a ! -e %2$s ] && cp -p %1$s %2$s".formatted(a, b);
    };
  }
}
