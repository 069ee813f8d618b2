package org.gradcore.data;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Files that are none of ours and that begin so that they can be named. */
enum Signature {
  BZIP2("bzip2 data", "decompressed data: bunzip2 -c FILE, and - as standard input", "BZh"),
  XZ("xz data", "decompressed data: xz -dc FILE, and - as standard input", "\u00fd7zXZ"),
  ZSTD("zstd data", "decompressed data: zstd -dc FILE, and - as standard input", "(\u00b5/\u00fd"),
  LZ4("lz4 data", "decompressed data: lz4 -dc FILE, and - as standard input", "\u0004\"M\u0018"),
  ZIP("a zip file", "what it holds: unzip -p FILE, and - as standard input", "PK\u0003\u0004"),
  EMPTY_ZIP(
      "a zip file", "what it holds: unzip -p FILE, and - as standard input", "PK\u0005\u0006"),
  SEVEN_ZIP("a 7z file", "what it holds: 7z e -so FILE, and - as standard input", "7z\u00bc\u00af"),
  COMPRESS(
      "compress data", "decompressed data: gzip -dc FILE, and - as standard input", "\u001f\u009d"),
  GZIP("gzip data within gzip data", "data compressed once", "\u001f\u008b"),
  NUMPY("a NumPy array", "LIBSVM, CSV (numpy.savetxt) or IDX", "\u0093NUMPY"),
  HDF5("an HDF5 file", "LIBSVM, CSV or IDX", "\u0089HDF"),
  PARQUET("a Parquet file", "LIBSVM, CSV or IDX", "PAR1"),
  PDF("a PDF file", "LIBSVM, CSV or IDX", "%PDF-"),
  MODEL("a gradcore model", "data: LIBSVM, CSV or IDX", "\u0089GCM"),
  OLE("an old Office file", "LIBSVM, CSV or IDX", "\u00d0\u00cf\u0011\u00e0"),
  UTF16_LITTLE("UTF-16 text", "UTF-8: iconv -f UTF-16 -t UTF-8 FILE", "\u00ff\u00fe"),
  UTF16_BIG("UTF-16 text", "UTF-8: iconv -f UTF-16 -t UTF-8 FILE", "\u00fe\u00ff");

  /** The bytes of a bzip2 block or its end follow the magic bytes and the block size. */
  private static final String[] BZIP2_BLOCKS = {"1AY&SY", "\u0017rE8P\u0090"};

  private static final String[] WEB_PAGES = {
    "<!doctype html", "<html", "<head", "<body", "<script"
  };

  private final String found;
  private final String expected;
  private final String magic;

  Signature(String found, String expected, String magic) {
    this.found = found;
    this.expected = expected;
    this.magic = magic;
  }

  /**
   * Refuses what begins like one of these.
   *
   * @param start the first bytes
   * @param source what messages call them
   * @throws DataFormatException if it does
   */
  static void refuse(byte[] start, String source) throws DataFormatException {
    String text = new String(start, 0, Math.min(start.length, 512), StandardCharsets.ISO_8859_1);
    for (Signature signature : values()) {
      if (text.startsWith(signature.magic) && signature.confirms(text)) {
        throw new DataFormatException(source, 0, signature.found, signature.expected);
      }
    }
    String word = text.stripLeading().toLowerCase(Locale.ROOT);
    for (String page : WEB_PAGES) {
      if (word.startsWith(page)) {
        throw new DataFormatException(
            source, 0, "HTML, a web page", "data; perhaps a download brought an error page");
      }
    }
    if (word.startsWith("<?xml") || word.startsWith("<!doctype")) {
      throw new DataFormatException(source, 0, "XML", "LIBSVM, CSV or IDX");
    }
  }

  private boolean confirms(String text) {
    if (this != BZIP2) {
      return true;
    }
    return text.startsWith(BZIP2_BLOCKS[0], 4) || text.startsWith(BZIP2_BLOCKS[1], 4);
  }
}
