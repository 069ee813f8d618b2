package org.gradcore.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Reads IDX files, the format of MNIST: two zero bytes, the element type, the number of dimensions,
 * the dimensions, and the elements, all big-endian. Element types are unsigned byte (0x08), signed
 * byte (0x09), short (0x0B), int (0x0C), float (0x0D) and double (0x0E).
 *
 * <p>The first dimension counts the rows; the product of the others is the number of columns. A
 * value is multiplied by the scale in double and then rounded once.
 */
public final class FloatIdxReader {
  private static final int CHUNK = 1 << 16;

  private FloatIdxReader() {}

  /**
   * Reads a file of images (or other feature arrays) and a file of labels with the default options.
   *
   * @param images at least two dimensions
   * @param labels one dimension; null for a data set without targets
   * @return the data set
   * @throws DataFormatException if a file is no IDX file or the two do not fit
   * @throws IOException if a file cannot be read
   */
  public static FloatDataset read(Path images, Path labels) throws IOException {
    return read(images, labels, IdxOptions.DEFAULT);
  }

  /**
   * Reads a file of images (or other feature arrays) and a file of labels, gzip-compressed or not.
   *
   * @param images at least two dimensions
   * @param labels one dimension; null for a data set without targets
   * @param options how to read them
   * @return the data set
   * @throws DataFormatException if a file is no IDX file or the two do not fit
   * @throws IOException if a file cannot be read
   */
  public static FloatDataset read(Path images, Path labels, IdxOptions options) throws IOException {
    try (Source imageSource = Source.open(images);
        Source labelSource = labels == null ? null : Source.open(labels)) {
      return read(imageSource, labelSource, options);
    }
  }

  /**
   * Reads two streams to their ends and leaves them open.
   *
   * @param images at least two dimensions
   * @param imageSource what messages call the images
   * @param labels one dimension; null for a data set without targets
   * @param labelSource what messages call the labels; unused without labels
   * @param options how to read them
   * @return the data set
   * @throws DataFormatException if a stream does not hold IDX data or the two do not fit
   * @throws IOException if a stream cannot be read
   */
  public static FloatDataset read(
      InputStream images,
      String imageSource,
      InputStream labels,
      String labelSource,
      IdxOptions options)
      throws IOException {
    try (Source imageInput = Source.of(images, imageSource);
        Source labelInput = labels == null ? null : Source.of(labels, labelSource)) {
      return read(imageInput, labelInput, options);
    }
  }

  /**
   * Reads two inputs to their ends and leaves them open.
   *
   * @param images at least two dimensions
   * @param labels one dimension; null for a data set without targets
   * @param options how to read them
   * @return the data set
   * @throws DataFormatException if an input does not hold IDX data or the two do not fit
   * @throws HeapSizeException if the heap does not hold the values
   * @throws IOException if an input cannot be read
   */
  public static FloatDataset read(Source images, Source labels, IdxOptions options)
      throws IOException {
    Objects.requireNonNull(images, "images");
    Objects.requireNonNull(options, "options");
    float[] targets = new float[0];
    if (labels != null) {
      // Labels first: they are small, and images whose labels are wrong need not be read.
      InputStream in = labels.data();
      IdxHeader header = IdxHeader.read(in, labels.name());
      if (header.dimensions().length != 1) {
        throw new DataFormatException(
            labels.name(), 0, header.dimensions().length + " dimensions", "1 dimension (labels)");
      }
      targets = values(in, labels.name(), header, 1);
    }
    InputStream in = images.data();
    IdxHeader header = IdxHeader.read(in, images.name());
    if (header.dimensions().length < 2) {
      throw new DataFormatException(
          images.name(), 0, "1 dimension", "at least 2 dimensions (rows and features)");
    }
    int rows = header.dimensions()[0];
    if (labels != null && rows != targets.length) {
      throw new DataFormatException(
          images.name(),
          0,
          rows + " rows",
          targets.length + " rows, as many as labels in " + labels.name());
    }
    if (header.count() == 0) {
      throw new DataFormatException(
          images.name(), 0, "a dimension of 0, so no values", "some values");
    }
    float[] values = values(in, images.name(), header, options.scale());
    FloatDenseMatrix matrix = FloatDenseMatrix.of(values, 0, rows, header.count() / rows);
    List<Integer> shape = Arrays.stream(header.dimensions()).skip(1).boxed().toList();
    DataDescription description = new DataDescription(List.of(), "", shape, options);
    return new FloatDataset(matrix, targets, description, List.of());
  }

  private static float[] values(InputStream in, String source, IdxHeader header, double scale)
      throws IOException {
    try {
      return elements(in, source, header, scale);
    } catch (OutOfMemoryError e) {
      // As an array grows by half, the old one and the new one are there.
      throw new HeapSizeException(source, 2L * header.count() * Float.BYTES);
    }
  }

  private static float[] elements(InputStream in, String source, IdxHeader header, double scale)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    ByteBuffer bytes = ByteBuffer.wrap(chunk); // big-endian
    int size = header.elementBytes();
    // What a header claims is only believed as the bytes arrive.
    float[] values = new float[Math.min(header.count(), CHUNK)];
    int count = 0;
    while (count < header.count()) {
      int wanted = Math.min(CHUNK / size, header.count() - count);
      int read = in.readNBytes(chunk, 0, wanted * size);
      if (read < wanted * size) {
        throw new DataFormatException(
            source,
            0,
            "the end after " + (count + read / size) + " values",
            header.count() + " values, as the header says");
      }
      if (count + wanted > values.length) {
        int length = Capacity.grow(values.length, "values", source, 0);
        values = Arrays.copyOf(values, Math.min(header.count(), Math.max(length, count + wanted)));
      }
      for (int i = 0; i < wanted; i++) {
        double element = header.element(bytes, i);
        float value = (float) (element * scale);
        if (!Float.isFinite(value)) {
          int columns = header.count() / header.dimensions()[0];
          int row = (count + i) / columns + 1;
          throw new DataFormatException(
              source,
              0,
              "row " + row + (columns > 1 ? ", column " + ((count + i) % columns + 1) : ""),
              Double.toString(element),
              Double.isFinite(element) ? "a number in the range of float" : "a finite number");
        }
        values[count + i] = value;
      }
      count += wanted;
    }
    if (in.read() >= 0) {
      throw new DataFormatException(
          source, 0, "more bytes after " + count + " values", "the end, as the header says");
    }
    return values;
  }
}
