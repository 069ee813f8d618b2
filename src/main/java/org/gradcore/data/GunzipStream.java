package org.gradcore.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;

/**
 * Decompresses gzip (RFC 1952), any number of members. {@link java.util.zip.GZIPInputStream} takes
 * a truncated or damaged second member for the end of the data; here every byte must belong to a
 * complete member (or be zero padding after the last), and errors are {@link DataFormatException}s.
 * Closing releases the inflater and leaves the underlying stream open.
 */
final class GunzipStream extends InputStream {
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream in;
  private final String source;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private final long most = Source.mostDecompressed();
  private long total;
  private boolean inMember;
  private boolean first = true;

  GunzipStream(InputStream in, String source) {
    this.in = in;
    this.source = source;
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
    while (inMember || startMember()) {
      int count;
      try {
        count = inflater.inflate(bytes, offset, length);
      } catch (java.util.zip.DataFormatException e) {
        throw damaged("damaged gzip data (" + e.getMessage() + ")");
      }
      if (count > 0) {
        total += count;
        if (total > most) {
          throw new DataFormatException(
              source,
              0,
              "gzip data that hold more than " + most + " bytes",
              "fewer (-Dgradcore.limit.decompressed=BYTES sets another limit)");
        }
        crc.update(bytes, offset, count);
        return count;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw damaged("gzip data that needs a preset dictionary");
      } else {
        if (!fill()) {
          throw truncated();
        }
        inflater.setInput(buffer, 0, limit);
        position = limit;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    inflater.end();
  }

  /** Reads a member's header; false at the end of the data. */
  private boolean startMember() throws IOException {
    if (position == limit && !fill()) {
      return false;
    }
    int magic = next();
    if (magic == 0 && !first) {
      skipPadding();
      return false;
    }
    if (magic != 0x1f || next() != 0x8b) {
      throw damaged("other bytes after the gzip data");
    }
    int method = next();
    if (method != 8) {
      throw damaged("gzip compression method " + method);
    }
    int flags = next();
    for (int i = 0; i < 6; i++) {
      next(); // modification time, extra flags, operating system
    }
    if ((flags & EXTRA) != 0) {
      int length = next() | next() << 8;
      for (int i = 0; i < length; i++) {
        next();
      }
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      next();
      next();
    }
    inflater.reset();
    crc.reset();
    inflater.setInput(buffer, position, limit - position);
    position = limit;
    inMember = true;
    first = false;
    return true;
  }

  private void endMember() throws IOException {
    position = limit - inflater.getRemaining();
    long expectedCrc = nextInt();
    long expectedLength = nextInt();
    if (expectedCrc != crc.getValue()
        || expectedLength != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw damaged("gzip data that does not match its checksum");
    }
    inMember = false;
  }

  private void skipPadding() throws IOException {
    do {
      while (position < limit) {
        if (buffer[position++] != 0) {
          throw damaged("other bytes after the gzip data");
        }
      }
    } while (fill());
  }

  private void skipText() throws IOException {
    while (next() != 0) {
      // skip
    }
  }

  private long nextInt() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private int next() throws IOException {
    if (position == limit && !fill()) {
      throw truncated();
    }
    return buffer[position++] & 0xff;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private DataFormatException truncated() {
    return damaged("the end of the file inside gzip data");
  }

  private DataFormatException damaged(String found) {
    return new DataFormatException(source, 0, found, "complete gzip data");
  }
}
