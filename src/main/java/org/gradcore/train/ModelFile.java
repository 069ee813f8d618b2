package org.gradcore.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;

/**
 * Models in files.
 *
 * <p>Format, all numbers big-endian: 8 bytes magic {@code 89 'G' 'C' 'M' 0D 0A 1A 0A} (which, as in
 * PNG, shows damage by text-mode copying); int format version, 1; long length of the payload; the
 * payload; int CRC-32C of everything before it. The payload: kind, element and intercept, a byte
 * each; int features; the class values, class names, means, scales, parameters and the metadata,
 * each with an int count in front; text as an int number of bytes and UTF-8.
 *
 * <p>A CRC-32C finds every change of up to 32 adjacent bits. It is no protection against forgery;
 * counts are therefore held against the length of the file before anything is allocated.
 */
public final class ModelFile {
  private static final byte[] MAGIC = {(byte) 0x89, 'G', 'C', 'M', 0x0D, 0x0A, 0x1A, 0x0A};
  private static final int VERSION = 1;
  private static final int HEADER = MAGIC.length + Integer.BYTES + Long.BYTES;
  private static final int CHECKSUM = Integer.BYTES;
  private static final int LARGEST_PAYLOAD = Integer.MAX_VALUE - 64;

  private ModelFile() {}

  /**
   * Writes a model to a file, or replaces it, all or nothing: the bytes go to a temporary file in
   * the same folder ({@code .NAME.….tmp}), are forced to the disk and then moved over the old file
   * in one step. A process that is killed meanwhile leaves the old model as it was, and perhaps a
   * temporary file. On a file system that cannot replace a file in one step, the file is replaced
   * in two, and a kill between them leaves the new model under the temporary name.
   *
   * @throws IOException if it cannot be written; the old file is then untouched
   */
  public static void save(Path file, LinearModel model) throws IOException {
    byte[] payload = payload(model);
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + payload.length + CHECKSUM);
    bytes.put(MAGIC).putInt(VERSION).putLong(payload.length).put(payload);
    bytes.putInt(checksum(bytes.array(), bytes.position())).flip();
    Path target = file.toAbsolutePath();
    String unique = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + unique + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Reads a model.
   *
   * @throws ModelFormatException if the file is not a model, is cut short or damaged, or has
   *     another format version
   * @throws IOException if it cannot be read
   */
  public static LinearModel load(Path file) throws IOException {
    byte[] bytes;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      read(channel, header);
      header.flip();
      long length = checkHeader(file, header);
      if (length < 0 || length > LARGEST_PAYLOAD || size != HEADER + length + CHECKSUM) {
        throw new ModelFormatException(
            file,
            size + " bytes, with a header that speaks of " + length + " bytes of model",
            HEADER + CHECKSUM + " bytes more than the model: the file is cut short or damaged");
      }
      ByteBuffer whole = ByteBuffer.allocate((int) size);
      whole.put(header.rewind());
      read(channel, whole);
      if (whole.hasRemaining()) {
        throw new ModelFormatException(
            file, whole.position() + " bytes", size + " bytes: the file changed while it was read");
      }
      bytes = whole.array();
    }
    int end = bytes.length - CHECKSUM;
    int stored = ByteBuffer.wrap(bytes).getInt(end);
    int computed = checksum(bytes, end);
    if (stored != computed) {
      throw new ModelFormatException(
          file,
          String.format("checksum %08x", computed),
          String.format("%08x: the file is damaged", stored));
    }
    ByteArrayInputStream payload = new ByteArrayInputStream(bytes, HEADER, end - HEADER);
    try {
      return model(payload);
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelFormatException(file, e.getMessage(), "a model of format version " + VERSION);
    }
  }

  /** Fills the buffer from the file as far as both go. */
  private static void read(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // read() does what is to be done
    }
  }

  /** Checks magic and version; returns the length of the payload. */
  private static long checkHeader(Path file, ByteBuffer header) throws ModelFormatException {
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
    if (version != VERSION) {
      throw new ModelFormatException(file, "format version " + version, "version " + VERSION);
    }
    return header.getLong();
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static byte[] payload(LinearModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(model.kind().ordinal());
    out.writeByte(model.element().ordinal());
    out.writeBoolean(model.intercept());
    out.writeInt(model.features());
    writeDoubles(out, model.labels().values());
    out.writeInt(model.labels().names().size());
    for (String name : model.labels().names()) {
      writeText(out, name);
    }
    writeDoubles(out, model.means());
    writeDoubles(out, model.scales());
    writeDoubles(out, model.parameters());
    out.writeInt(model.metadata().size());
    for (Map.Entry<String, String> entry : model.metadata().entrySet()) {
      writeText(out, entry.getKey());
      writeText(out, entry.getValue());
    }
    return bytes.toByteArray();
  }

  private static void writeDoubles(DataOutputStream out, double[] values) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static LinearModel model(ByteArrayInputStream payload) throws IOException {
    DataInputStream in = new DataInputStream(payload);
    LinearModel.Kind kind = constant(LinearModel.Kind.values(), in, payload);
    LinearModel.Element element = constant(LinearModel.Element.values(), in, payload);
    boolean intercept = constant(new Boolean[] {false, true}, in, payload);
    require(payload, Integer.BYTES);
    int features = in.readInt();
    double[] values = readDoubles(in, payload);
    int nameCount = readCount(in, payload, Integer.BYTES);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < nameCount; i++) {
      names.add(readText(in, payload));
    }
    double[] means = readDoubles(in, payload);
    double[] scales = readDoubles(in, payload);
    double[] parameters = readDoubles(in, payload);
    int entries = readCount(in, payload, 2 * Integer.BYTES);
    Map<String, String> metadata = new TreeMap<>();
    for (int i = 0; i < entries; i++) {
      String key = readText(in, payload);
      metadata.put(key, readText(in, payload));
    }
    if (payload.available() > 0) {
      throw new IOException(payload.available() + " bytes after the end of the model");
    }
    return new LinearModel(
        kind,
        element,
        features,
        intercept,
        new ClassLabels(values, names),
        means,
        scales,
        parameters,
        metadata);
  }

  private static void require(ByteArrayInputStream payload, long bytes) throws IOException {
    if (bytes > payload.available()) {
      throw new IOException("the end where " + bytes + " bytes more belong");
    }
  }

  private static <E> E constant(E[] constants, DataInputStream in, ByteArrayInputStream payload)
      throws IOException {
    require(payload, 1);
    int ordinal = in.readUnsignedByte();
    if (ordinal >= constants.length) {
      throw new IOException("byte " + ordinal + " where at most " + (constants.length - 1) + " is");
    }
    return constants[ordinal];
  }

  /** A count of things of at least {@code size} bytes each, which must still be there. */
  private static int readCount(DataInputStream in, ByteArrayInputStream payload, int size)
      throws IOException {
    require(payload, Integer.BYTES);
    int count = in.readInt();
    if (count < 0) {
      throw new IOException("count " + count);
    }
    require(payload, (long) count * size);
    return count;
  }

  private static double[] readDoubles(DataInputStream in, ByteArrayInputStream payload)
      throws IOException {
    double[] values = new double[readCount(in, payload, Double.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    return values;
  }

  private static String readText(DataInputStream in, ByteArrayInputStream payload)
      throws IOException {
    byte[] utf8 = new byte[readCount(in, payload, 1)];
    in.readFully(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
