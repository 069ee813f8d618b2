package org.gradcore.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * One input of a reader: the name by which messages call it, and its bytes. They are opened once
 * and read once, so a pipe is as good as a file: {@link DataFormat#detect} looks at the first bytes
 * and leaves them to the reader. What begins like gzip is decompressed, and a UTF-8 byte order mark
 * is left out.
 */
public final class Source implements Closeable {
  /** How many bytes can be looked at before they are read. */
  static final int SAMPLE = 1 << 16;

  private final String name;
  private final InputStream raw;
  private final boolean ownsRaw;

  /** What follows {@link #start}; null before that is read. */
  private InputStream rest;

  private byte[] start;
  private boolean taken;

  private Source(String name, InputStream raw, boolean ownsRaw) {
    this.name = Objects.requireNonNull(name, "name");
    this.raw = Objects.requireNonNull(raw, "in");
    this.ownsRaw = ownsRaw;
  }

  /**
   * Opens a file.
   *
   * @param file the file, which messages call as it is given here
   * @return its bytes; closing closes the file
   * @throws DataFormatException if it is a folder
   * @throws IOException if it cannot be opened
   */
  public static Source open(Path file) throws IOException {
    if (Files.isDirectory(file)) { // else the error would come with the first read, without a name
      throw new DataFormatException(file.toString(), 0, "a folder", "a file");
    }
    return new Source(file.toString(), Files.newInputStream(file), true);
  }

  /**
   * Takes a stream that is open.
   *
   * @param in the stream; closing this source leaves it open
   * @param name what messages call it
   * @return its bytes
   */
  public static Source of(InputStream in, String name) {
    return new Source(name, in, false);
  }

  /** {@return what messages call it} */
  public String name() {
    return name;
  }

  /**
   * The bytes, decompressed, for the one who reads them.
   *
   * @return the stream, open until {@link #close}
   * @throws IllegalStateException if they have been given out before
   * @throws IOException if they cannot be read
   */
  public InputStream bytes() throws IOException {
    byte[] first = start();
    if (taken) {
      throw new IllegalStateException(name + " has been read");
    }
    taken = true;
    return joined(first, rest);
  }

  /**
   * As {@link #bytes}, for a reader of data: what begins like another kind of file is refused.
   *
   * @throws DataFormatException if it does
   */
  InputStream data() throws IOException {
    Signature.refuse(start(), name);
    return bytes();
  }

  /** The first bytes, decompressed: {@link #SAMPLE}, or all if there are fewer. */
  byte[] start() throws IOException {
    if (start == null) {
      byte[] magic = raw.readNBytes(2);
      InputStream whole = joined(magic, raw);
      boolean gzip = magic.length == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
      rest = gzip ? new GunzipStream(whole, name) : whole;
      byte[] mark = rest.readNBytes(3);
      boolean isMark =
          mark.length == 3
              && (mark[0] & 0xff) == 0xef
              && (mark[1] & 0xff) == 0xbb
              && (mark[2] & 0xff) == 0xbf;
      int kept = isMark ? 0 : mark.length;
      byte[] more = rest.readNBytes(SAMPLE - kept);
      start = new byte[kept + more.length];
      System.arraycopy(mark, 0, start, 0, kept);
      System.arraycopy(more, 0, start, kept, more.length);
    }
    return start;
  }

  /** The bytes and then the stream; closing leaves the stream open. */
  private static InputStream joined(byte[] first, InputStream then) throws IOException {
    PushbackInputStream joined =
        new PushbackInputStream(then, Math.max(1, first.length)) {
          @Override
          public void close() {
            // The source closes what it has opened.
          }
        };
    joined.unread(first);
    return joined;
  }

  /** Closes the file, if there is one, and releases what decompresses it. */
  @Override
  public void close() throws IOException {
    if (rest instanceof GunzipStream gunzip) {
      gunzip.close();
    }
    if (ownsRaw) {
      raw.close();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
