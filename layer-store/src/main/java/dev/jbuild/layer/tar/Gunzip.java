package dev.jbuild.layer.tar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Unpacks gzip, RFC 1952: any number of members one after the other, as eStargz and parallel
/// compressors write them, each checked against its own checksum.
///
/// `java.util.zip.GZIPInputStream` cannot be used: it takes the end of what has arrived from the
/// network for the end of the last member.
final class Gunzip extends InputStream {
  private static final int FHCRC = 2;
  private static final int FEXTRA = 4;
  private static final int FNAME = 8;
  private static final int FCOMMENT = 16;

  private final InputStream in;
  private final byte[] input = new byte[64 << 10];
  private int next;
  private int end;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private boolean inMember;
  private boolean done;

  Gunzip(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!done) {
      if (!inMember && !startMember()) {
        done = true;
        break;
      }
      int got = inflate(bytes, offset, length);
      if (got > 0) {
        crc.update(bytes, offset, got);
        return got;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw new TarException("gzip data needs a dictionary, which gzip does not have");
      } else {
        if (!fill()) {
          throw new EOFException("the gzip data ends in the middle");
        }
        inflater.setInput(input, next, end - next);
        next = end;
      }
    }
    return -1;
  }

  private int inflate(byte[] bytes, int offset, int length) throws TarException {
    try {
      return inflater.inflate(bytes, offset, length);
    } catch (DataFormatException e) {
      throw new TarException("gzip data is malformed: " + e.getMessage(), e);
    }
  }

  /// Reads a member's header.
  ///
  /// @return false when there is none any more
  private boolean startMember() throws IOException {
    int first = byteOrEnd();
    while (first == 0 && crc.getValue() != 0) {
      first = byteOrEnd(); // padding, as tape blocks have it
    }
    if (first < 0) {
      return false;
    }
    if (first != 0x1f || requireByte() != 0x8b || requireByte() != 8) {
      throw new TarException("gzip data is followed by something else");
    }
    int flags = requireByte();
    for (int i = 0; i < 6; i++) {
      requireByte(); // time, extra flags, system
    }
    if ((flags & FEXTRA) != 0) {
      int length = requireByte() | requireByte() << 8;
      for (int i = 0; i < length; i++) {
        requireByte();
      }
    }
    for (int flag = FNAME; flag <= FCOMMENT; flag <<= 1) {
      if ((flags & flag) != 0) {
        while (requireByte() != 0) {
          // a name or comment of any length; nothing is kept of it
        }
      }
    }
    if ((flags & FHCRC) != 0) {
      requireByte();
      requireByte();
    }
    inflater.reset();
    inflater.setInput(input, next, end - next);
    next = end;
    crc.reset();
    inMember = true;
    return true;
  }

  private void endMember() throws IOException {
    next = end - inflater.getRemaining();
    long length = inflater.getBytesWritten();
    long sum = requireInt();
    long size = requireInt();
    if (sum != crc.getValue() || size != (length & 0xffffffffL)) {
      throw new TarException("gzip data does not fit its checksum");
    }
    inMember = false;
  }

  private long requireInt() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      value |= (long) requireByte() << shift;
    }
    return value;
  }

  private int requireByte() throws IOException {
    int b = byteOrEnd();
    if (b < 0) {
      throw new EOFException("the gzip data ends in the middle");
    }
    return b;
  }

  private int byteOrEnd() throws IOException {
    return next < end || fill() ? input[next++] & 0xff : -1;
  }

  private boolean fill() throws IOException {
    int got = in.read(input, 0, input.length);
    next = 0;
    end = Math.max(got, 0);
    return got > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
