package dev.jbuild.runtime.launch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/// The elements a plan is made of, as `plan.h` describes them: little-endian integers, texts that
/// are a length and bytes ended by their only zero, lists that are a count and their elements.
final class PlanBuffer {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 << 10);

  PlanBuffer u32(long value) {
    for (int shift = 0; shift < 32; shift += 8) {
      bytes.write((int) (value >>> shift));
    }
    return this;
  }

  PlanBuffer u64(long value) {
    return u32(value).u32(value >>> 32);
  }

  PlanBuffer bytes(byte[] value) {
    u32(value.length);
    bytes.writeBytes(value);
    return this;
  }

  PlanBuffer raw(byte[] value) {
    bytes.writeBytes(value);
    return this;
  }

  PlanBuffer text(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "text '"
              + value.replace("\0", "\\0")
              + "' has a zero character, which no system call takes");
    }
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    u32(encoded.length + 1L);
    bytes.writeBytes(encoded);
    bytes.write(0);
    return this;
  }

  <T> PlanBuffer list(List<T> elements, BiConsumer<PlanBuffer, T> write) {
    u32(elements.size());
    elements.forEach(element -> write.accept(this, element));
    return this;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
