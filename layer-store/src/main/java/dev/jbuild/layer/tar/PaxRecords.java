package dev.jbuild.layer.tar;

import dev.jbuild.linux.FileNames;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The extended header of one entry, pax(1), "pax Extended Header": records of the form `length
/// key=value\n`.
///
/// Values are bytes: extended attributes can hold anything. A later record of a key replaces an
/// earlier one, except those of GNU's sparse format 0.0, which repeat keys and are kept apart.
final class PaxRecords {
  static final PaxRecords NONE = new PaxRecords();

  private static final String XATTR = "SCHILY.xattr.";
  private static final String LIBARCHIVE_XATTR = "LIBARCHIVE.xattr.";

  private final Map<String, byte[]> values = new LinkedHashMap<>();
  private final List<Long> sparseMap = new ArrayList<>();

  private PaxRecords() {}

  static PaxRecords parse(byte[] bytes) throws TarException {
    PaxRecords records = new PaxRecords();
    int at = 0;
    while (at < bytes.length) {
      if (bytes[at] == 0) {
        break; // padding that some writers count as content
      }
      int space = at;
      int length = 0;
      while (space < bytes.length && bytes[space] != ' ') {
        int digit = bytes[space] - '0';
        if (digit < 0 || digit > 9 || length > bytes.length) {
          throw malformed(at);
        }
        length = length * 10 + digit;
        space++;
      }
      int end = at + length;
      int equals = space + 1;
      while (equals < bytes.length && bytes[equals] != '=') {
        equals++;
      }
      if (end > bytes.length || equals >= end || bytes[end - 1] != '\n') {
        throw malformed(at);
      }
      String key = FileNames.decode(bytes, space + 1, equals - space - 1);
      byte[] value = java.util.Arrays.copyOfRange(bytes, equals + 1, end - 1);
      records.add(key, value);
      at = end;
    }
    return records;
  }

  private static TarException malformed(int at) {
    return new TarException("extended header is malformed at byte " + at);
  }

  private void add(String key, byte[] value) throws TarException {
    if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
      sparseMap.add(number(key, value));
    } else if (value.length == 0) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(FileNames::decode);
  }

  Optional<Long> number(String key) throws TarException {
    byte[] value = values.get(key);
    return value == null ? Optional.empty() : Optional.of(number(key, value));
  }

  private static long number(String key, byte[] value) throws TarException {
    String text = new String(value, StandardCharsets.ISO_8859_1);
    try {
      long number = Long.parseLong(text);
      if (number < 0) {
        throw new TarException("extended header has " + key + " = " + text + ", below 0");
      }
      return number;
    } catch (NumberFormatException e) {
      throw new TarException("extended header has " + key + " = '" + text + "', not a number", e);
    }
  }

  /// A time in decimal seconds with any number of digits; seconds and nanoseconds.
  Optional<long[]> time(String key) throws TarException {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      java.math.BigDecimal time = new java.math.BigDecimal(text.get());
      if (text.get().length() > 40 || Math.abs((long) time.scale()) > 30) {
        throw new ArithmeticException("too long");
      }
      java.math.BigDecimal whole = time.setScale(0, java.math.RoundingMode.FLOOR);
      return Optional.of(
          new long[] {whole.longValueExact(), time.subtract(whole).movePointRight(9).longValue()});
    } catch (NumberFormatException | ArithmeticException e) {
      throw new TarException(
          "extended header has " + key + " = '" + text.get() + "', not a time", e);
    }
  }

  /// The extended attributes, in the forms of star (raw) and libarchive (base64).
  Map<String, byte[]> xattrs() throws TarException {
    Map<String, byte[]> xattrs = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> e : values.entrySet()) {
      if (e.getKey().startsWith(LIBARCHIVE_XATTR)) {
        String name =
            java.net.URLDecoder.decode(
                e.getKey().substring(LIBARCHIVE_XATTR.length()).replace("+", "%2B"),
                StandardCharsets.UTF_8);
        try {
          xattrs.putIfAbsent(name, java.util.Base64.getMimeDecoder().decode(e.getValue()));
        } catch (IllegalArgumentException x) {
          throw new TarException("extended header has malformed base64 in " + e.getKey(), x);
        }
      }
    }
    for (Map.Entry<String, byte[]> e : values.entrySet()) {
      if (e.getKey().startsWith(XATTR)) {
        xattrs.put(e.getKey().substring(XATTR.length()), e.getValue());
      }
    }
    return xattrs;
  }

  /// Offsets and lengths in turn, of GNU's sparse format 0.0 or 0.1.
  List<Long> sparseMap() throws TarException {
    Optional<String> joined = text("GNU.sparse.map");
    if (joined.isEmpty()) {
      return sparseMap;
    }
    List<Long> numbers = new ArrayList<>();
    for (String part : joined.get().split(",")) {
      numbers.add(number("GNU.sparse.map", part.getBytes(StandardCharsets.ISO_8859_1)));
    }
    return numbers;
  }

  /// Writes one record.
  static void write(ByteArrayOutputStream out, String key, byte[] value) {
    byte[] name = FileNames.encode(key);
    int rest = name.length + value.length + 3; // blank, equals sign, newline
    int length = rest + Integer.toString(rest).length();
    if (Integer.toString(length).length() != Integer.toString(rest).length()) {
      length++;
    }
    out.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
    out.write(' ');
    out.writeBytes(name);
    out.write('=');
    out.writeBytes(value);
    out.write('\n');
  }
}
