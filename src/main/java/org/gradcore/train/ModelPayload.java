package org.gradcore.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradcore.data.CsvOptions;
import org.gradcore.data.DataDescription;
import org.gradcore.data.DataFormat;
import org.gradcore.data.IdxOptions;
import org.gradcore.data.LibsvmOptions;
import org.gradcore.data.ReadingOptions;

/**
 * The payload of a model file: what stands between its header and its checksum. {@link ModelFile}
 * describes it. Counts are held against the bytes that are left before anything is allocated.
 */
final class ModelPayload {
  /** Without data description and baseline. */
  static final int FIRST_VERSION = 1;

  /** What is written. */
  static final int VERSION = 2;

  /** What is read. */
  private final ByteArrayInputStream payload;

  private final DataInputStream in;

  private ModelPayload(ByteArrayInputStream payload) {
    this.payload = payload;
    in = new DataInputStream(payload);
  }

  static byte[] write(LinearModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(model.kind().ordinal());
    out.writeByte(model.element().ordinal());
    out.writeBoolean(model.intercept());
    out.writeInt(model.features());
    writeDoubles(out, model.labels().values());
    writeTexts(out, model.labels().names());
    writeDoubles(out, model.means());
    writeDoubles(out, model.scales());
    writeDoubles(out, model.parameters());
    out.writeInt(model.metadata().size());
    for (Map.Entry<String, String> entry : model.metadata().entrySet()) {
      writeText(out, entry.getKey());
      writeText(out, entry.getValue());
    }
    out.writeDouble(model.baseline().prediction());
    writeTexts(out, model.data().featureNames());
    writeText(out, model.data().targetName());
    out.writeInt(model.data().shape().size());
    for (int dimension : model.data().shape()) {
      out.writeInt(dimension);
    }
    writeReading(out, model.data().reading());
    return bytes.toByteArray();
  }

  private static void writeReading(DataOutputStream out, ReadingOptions reading)
      throws IOException {
    out.writeByte(reading == null ? 0 : 1 + reading.format().ordinal());
    switch (reading) {
      case null -> {}
      case LibsvmOptions libsvm -> out.writeInt(libsvm.columns());
      case IdxOptions idx -> out.writeDouble(idx.scale());
      case CsvOptions csv -> {
        out.writeByte(csv.header().ordinal());
        out.writeChar(csv.delimiter());
        out.writeInt(csv.skipLines());
        out.writeBoolean(csv.target() != CsvOptions.Target.NONE);
        out.writeBoolean(csv.targetName() != null);
        writeText(out, csv.targetName() == null ? "" : csv.targetName());
        out.writeInt(csv.targetIndex());
        out.writeByte(csv.labels().ordinal());
      }
    }
  }

  private static void writeDoubles(DataOutputStream out, double[] values) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      writeText(out, text);
    }
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  /**
   * Reads a payload.
   *
   * @throws IOException if it does not have the form of this version
   * @throws IllegalArgumentException if its parts do not make a model
   */
  static LinearModel read(ByteArrayInputStream payload, int version) throws IOException {
    return new ModelPayload(payload).read(version);
  }

  private LinearModel read(int version) throws IOException {
    LinearModel.Kind kind = constant(LinearModel.Kind.values());
    LinearModel.Element element = constant(LinearModel.Element.values());
    boolean intercept = flag();
    int features = readInt();
    double[] values = readDoubles();
    List<String> names = readTexts();
    double[] means = readDoubles();
    double[] scales = readDoubles();
    double[] parameters = readDoubles();
    int entries = readCount(2 * Integer.BYTES);
    Map<String, String> metadata = new TreeMap<>();
    for (int i = 0; i < entries; i++) {
      String key = readText();
      metadata.put(key, readText());
    }
    boolean first = version == FIRST_VERSION;
    Baseline baseline = first ? Baseline.UNKNOWN : new Baseline(readDouble());
    DataDescription data = first ? DataDescription.NONE : readDescription();
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
        data,
        baseline,
        metadata);
  }

  private DataDescription readDescription() throws IOException {
    List<String> featureNames = readTexts();
    String targetName = readText();
    int dimensions = readCount(Integer.BYTES);
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < dimensions; i++) {
      shape.add(in.readInt());
    }
    return new DataDescription(featureNames, targetName, shape, readReading());
  }

  private ReadingOptions readReading() throws IOException {
    DataFormat[] formats = new DataFormat[1 + DataFormat.values().length]; // null at 0
    System.arraycopy(DataFormat.values(), 0, formats, 1, formats.length - 1);
    return switch (constant(formats)) {
      case null -> null;
      case LIBSVM -> new LibsvmOptions(readInt());
      case IDX -> new IdxOptions(readDouble());
      case CSV -> readCsv();
    };
  }

  private CsvOptions readCsv() throws IOException {
    CsvOptions.Header header = constant(CsvOptions.Header.values());
    require(Character.BYTES);
    CsvOptions csv = CsvOptions.DEFAULT.withHeader(header).withDelimiter(in.readChar());
    csv = csv.withSkipLines(readInt());
    boolean hasTarget = flag();
    boolean byName = flag();
    String name = readText();
    int index = readInt();
    csv = csv.withLabels(constant(CsvOptions.Labels.values()));
    if (!hasTarget) {
      return csv.withNoTarget();
    }
    return byName ? csv.withTarget(name) : csv.withTarget(index);
  }

  private void require(long bytes) throws IOException {
    if (bytes > payload.available()) {
      throw new IOException("the end where " + bytes + " bytes more belong");
    }
  }

  private boolean flag() throws IOException {
    return constant(new Boolean[] {false, true});
  }

  private <E> E constant(E[] constants) throws IOException {
    require(1);
    int ordinal = in.readUnsignedByte();
    if (ordinal >= constants.length) {
      throw new IOException("byte " + ordinal + " where at most " + (constants.length - 1) + " is");
    }
    return constants[ordinal];
  }

  private int readInt() throws IOException {
    require(Integer.BYTES);
    return in.readInt();
  }

  private double readDouble() throws IOException {
    require(Double.BYTES);
    return in.readDouble();
  }

  /** A count of things of at least {@code size} bytes each, which must still be there. */
  private int readCount(int size) throws IOException {
    int count = readInt();
    if (count < 0) {
      throw new IOException("count " + count);
    }
    require((long) count * size);
    return count;
  }

  private double[] readDoubles() throws IOException {
    double[] values = new double[readCount(Double.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    return values;
  }

  private List<String> readTexts() throws IOException {
    int count = readCount(Integer.BYTES);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(readText());
    }
    return texts;
  }

  private String readText() throws IOException {
    byte[] utf8 = new byte[readCount(1)];
    in.readFully(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
