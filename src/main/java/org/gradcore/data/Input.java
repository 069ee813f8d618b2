package org.gradcore.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens what readers read: decompressed if the magic bytes say gzip. */
final class Input {
  private Input() {}

  /** The bytes of a file as they stand. */
  static InputStream open(Path file) throws IOException {
    if (Files.isDirectory(file)) { // else the error would come with the first read, without a name
      throw new DataFormatException(file.toString(), 0, "a folder", "a file");
    }
    return Files.newInputStream(file);
  }

  /** The bytes of a stream, decompressed if needed. Closing the result leaves {@code in} open. */
  static InputStream open(InputStream in, String source) throws IOException {
    byte[] magic = new byte[2];
    int count = in.readNBytes(magic, 0, 2);
    InputStream whole = unread(in, magic, count);
    boolean gzip = count == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
    return gzip ? new GunzipStream(whole, source) : whole;
  }

  /** As {@link #open}, without the UTF-8 byte order mark that a text may begin with. */
  static InputStream openText(InputStream in, String source) throws IOException {
    InputStream bytes = open(in, source);
    byte[] mark = new byte[3];
    int count = bytes.readNBytes(mark, 0, 3);
    boolean isMark =
        count == 3
            && (mark[0] & 0xff) == 0xef
            && (mark[1] & 0xff) == 0xbb
            && (mark[2] & 0xff) == 0xbf;
    return unread(bytes, mark, isMark ? 0 : count);
  }

  private static InputStream unread(InputStream in, byte[] start, int count) throws IOException {
    PushbackInputStream whole =
        new PushbackInputStream(in, start.length) {
          @Override
          public void close() throws IOException {
            if (in instanceof GunzipStream) {
              in.close();
            }
          }
        };
    whole.unread(start, 0, count);
    return whole;
  }
}
