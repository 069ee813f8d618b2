package org.gradcore.data;

import java.io.Closeable;
import java.io.FilterInputStream;
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
 *
 * <p>Two limits keep a small or damaged input from filling the memory: a line of text (or a CSV
 * record) has at most 16 MiB, and gzip data hold at most 16 GiB. The system properties {@code
 * gradcore.limit.line} and {@code gradcore.limit.decompressed}, in bytes, set others. What exceeds
 * a limit is a {@link DataFormatException}; what the heap does not hold is a {@link
 * HeapSizeException}.
 */
public final class Source implements Closeable {
  /** How many bytes can be looked at before they are read. */
  static final int SAMPLE = 1 << 16;

  private static final long HEAP_FACTOR = 3;

  private final String name;
  private final InputStream raw;
  private final boolean ownsRaw;

  /** What follows {@link #start}; null before that is read. */
  private InputStream rest;

  private byte[] start;
  private boolean taken;

  /** How many bytes {@link #raw} has; 0 if that is not known. */
  private final long size;

  private long consumed;

  private Source(String name, InputStream raw, boolean ownsRaw, long size) {
    this.name = Objects.requireNonNull(name, "name");
    this.raw = new Counted(Objects.requireNonNull(raw, "in"));
    this.ownsRaw = ownsRaw;
    this.size = size;
  }

  /** The longest line of text, or CSV record, in bytes. */
  static int longestLine() {
    return (int) Math.min(limit("gradcore.limit.line", 1 << 24), Capacity.MAX);
  }

  /** The most bytes that gzip data may hold. */
  static long mostDecompressed() {
    return limit("gradcore.limit.decompressed", 1L << 34);
  }

  private static long limit(String property, long otherwise) {
    String value = System.getProperty(property);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("0*[1-9]\\d{0,17}")) {
      throw new IllegalArgumentException(
          "-D" + property + "=" + value + ": a whole number of bytes is needed, at least 1");
    }
    return Long.parseLong(value);
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
    InputStream in = Files.newInputStream(file);
    return new Source(file.toString(), in, true, Files.isRegularFile(file) ? Files.size(file) : 0);
  }

  /**
   * Takes a stream that is open.
   *
   * @param in the stream; closing this source leaves it open
   * @param name what messages call it
   * @return its bytes
   */
  public static Source of(InputStream in, String name) {
    return new Source(name, in, false, 0);
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

  /**
   * For an input whose data do not fit the heap.
   *
   * @param used how many bytes of heap the data took that were read so far
   */
  HeapSizeException tooLarge(long used) {
    double part = size > 0 && consumed > 0 ? Math.min(1, (double) consumed / size) : 1;
    // Arrays grow by half, and at the end are copied to their final length.
    double needed = Math.max(HEAP_FACTOR * (used / part), 2.0 * Runtime.getRuntime().maxMemory());
    return new HeapSizeException(name, (long) needed);
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

  /** Counts what is read of {@link #raw}. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      consumed += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.read(bytes, offset, length);
      consumed += Math.max(0, count);
      return count;
    }
  }
}
