package org.gradcore.train;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.gradcore.data.HeapSizeException;
import org.gradcore.data.Source;
import org.gradcore.io.OutputFile;

/**
 * Models in files.
 *
 * <p>Format, all numbers big-endian: 8 bytes magic {@code 89 'G' 'C' 'M' 0D 0A 1A 0A} (which, as in
 * PNG, shows damage by text-mode copying); int format version, 2; long length of the payload; the
 * payload; int CRC-32C of everything before it. The payload: kind, element and intercept, a byte
 * each; int features; the class values, class names, means, scales, parameters and the metadata,
 * each with an int count in front; text as an int number of bytes and UTF-8. Then what version 1
 * did not have: the baseline, a double; the feature names, the target's name and the shape of a
 * row; a byte for how the data were read, 0 not known, 1 LIBSVM, 2 CSV, 3 IDX, and that format's
 * options.
 *
 * <p>Version 1 is still read: such a model knows neither names nor scale, and its data are known by
 * position. An older gradcore refuses version 2 and says so.
 *
 * <p>A CRC-32C finds every change of up to 32 adjacent bits. It is no protection against forgery;
 * counts are therefore held against the length of the file before anything is allocated.
 */
public final class ModelFile {
  private static final byte[] MAGIC = {(byte) 0x89, 'G', 'C', 'M', 0x0D, 0x0A, 0x1A, 0x0A};
  private static final int HEADER = MAGIC.length + Integer.BYTES + Long.BYTES;
  private static final int CHECKSUM = Integer.BYTES;
  private static final int LARGEST_PAYLOAD = Integer.MAX_VALUE - 64;

  private ModelFile() {}

  /**
   * Writes a model to a file, or replaces it, all or nothing, as {@link OutputFile} does.
   *
   * @throws IOException if it cannot be written
   */
  public static void save(Path file, LinearModel model) throws IOException {
    byte[] payload = ModelPayload.write(model);
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + payload.length + CHECKSUM);
    bytes.put(MAGIC).putInt(ModelPayload.VERSION).putLong(payload.length).put(payload);
    bytes.putInt(checksum(bytes.array(), bytes.position()));
    OutputFile.write(file, out -> out.write(bytes.array()));
  }

  /**
   * Reads a model.
   *
   * @throws ModelFormatException if the file is not a model, is cut short or damaged, or has
   *     another format version
   * @throws IOException if it cannot be read
   */
  public static LinearModel load(Path file) throws IOException {
    try (Source source = Source.open(file)) {
      return load(source);
    }
  }

  /**
   * Reads a model from an input, such as a pipe, to its end.
   *
   * @throws ModelFormatException if the input is not a model, is cut short or damaged, or has
   *     another format version
   * @throws HeapSizeException if the heap does not hold it
   * @throws IOException if it cannot be read
   */
  public static LinearModel load(Source source) throws IOException {
    String file = source.name();
    InputStream in = source.bytes();
    byte[] header = in.readNBytes(HEADER);
    long length = checkHeader(file, ByteBuffer.wrap(header));
    if (length < 0 || length > LARGEST_PAYLOAD) {
      throw new ModelFormatException(
          file,
          "a length of " + length,
          "at most " + LARGEST_PAYLOAD + ": it is cut short or damaged");
    }
    try {
      return read(in, file, header, (int) length);
    } catch (OutOfMemoryError e) {
      throw new HeapSizeException(file, 4 * length); // its bytes, twice as they arrive, and numbers
    }
  }

  private static LinearModel read(InputStream in, String file, byte[] header, int length)
      throws IOException {
    // readNBytes believes the length only as the bytes arrive.
    byte[] rest = in.readNBytes(length + CHECKSUM);
    if (rest.length < length + CHECKSUM || in.read() >= 0) {
      boolean cut = rest.length < length + CHECKSUM;
      throw new ModelFormatException(
          file,
          (cut ? "" + (HEADER + rest.length) : "more than " + (HEADER + rest.length)) + " bytes",
          (HEADER + length + CHECKSUM) + ", as its header says: it is cut short or damaged");
    }
    int end = rest.length - CHECKSUM;
    int stored = ByteBuffer.wrap(rest).getInt(end);
    CRC32C crc = new CRC32C();
    crc.update(header);
    crc.update(rest, 0, end);
    int computed = (int) crc.getValue();
    if (stored != computed) {
      throw new ModelFormatException(
          file,
          String.format(Locale.ROOT, "checksum %08x", computed),
          String.format(Locale.ROOT, "%08x: the file is damaged", stored));
    }
    int version = ByteBuffer.wrap(header).getInt(MAGIC.length);
    ByteArrayInputStream payload = new ByteArrayInputStream(rest, 0, end);
    try {
      return ModelPayload.read(payload, version);
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelFormatException(file, e.getMessage(), "a model of format version " + version);
    }
  }

  /** Checks magic and version; returns the length of the payload. */
  private static long checkHeader(String file, ByteBuffer header) throws ModelFormatException {
    if (header.remaining() < HEADER) {
      throw new ModelFormatException(
          file, header.remaining() + " bytes", "a gradcore model, which has more than " + HEADER);
    }
    for (byte b : MAGIC) {
      if (header.get() != b) {
        throw new ModelFormatException(file, "another kind of file", "a gradcore model");
      }
    }
    int version = header.getInt();
    if (version < ModelPayload.FIRST_VERSION || version > ModelPayload.VERSION) {
      throw new ModelFormatException(
          file,
          "format version " + version,
          "versions " + ModelPayload.FIRST_VERSION + " to " + ModelPayload.VERSION);
    }
    return header.getLong();
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
