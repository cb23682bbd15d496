package dev.jbuild.layer.diff;

import dev.jbuild.linux.FileNames;
import java.util.Arrays;
import java.util.Comparator;

/// Orders names by their bytes, whatever characters they stand for.
final class NameOrder implements Comparator<String> {
  @Override
  public int compare(String a, String b) {
    // Characters outside the surrogates are in the order of their UTF-8 bytes.
    return isPlain(a) && isPlain(b)
        ? a.compareTo(b)
        : Arrays.compareUnsigned(FileNames.encode(a), FileNames.encode(b));
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= Character.MIN_SURROGATE) {
        return false;
      }
    }
    return true;
  }
}
