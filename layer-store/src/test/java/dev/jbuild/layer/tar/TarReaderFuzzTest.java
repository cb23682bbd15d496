package dev.jbuild.layer.tar;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;

class TarReaderFuzzTest {
  /// Whatever the bytes are, the reader ends, with an entry or with an error that is its own.
  @FuzzTest
  void readsOrRefusesAnyBytes(byte[] bytes) throws IOException {
    TarReader tar = new TarReader(new ByteArrayInputStream(bytes));
    byte[] buffer = new byte[4096];
    try {
      for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
        long budget = 1 << 20;
        while (budget > 0) {
          tar.skipHole();
          int got = tar.read(buffer, 0, buffer.length);
          if (got < 0) {
            break;
          }
          budget -= got;
        }
      }
    } catch (TarException | EOFException _) {
      // the only two ways to say that this is no tar
    }
  }
}
