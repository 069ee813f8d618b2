package org.gradcore.fuzz;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.gradcore.data.CsvOptions;
import org.gradcore.data.DataDescription;
import org.gradcore.data.DataFormat;
import org.gradcore.data.DoubleCsvReader;
import org.gradcore.data.DoubleIdxReader;
import org.gradcore.data.DoubleLibsvmReader;
import org.gradcore.data.FloatCsvReader;
import org.gradcore.data.FloatIdxReader;
import org.gradcore.data.FloatLibsvmReader;
import org.gradcore.data.HeapSizeException;
import org.gradcore.data.IdxOptions;
import org.gradcore.data.LibsvmOptions;
import org.gradcore.data.Source;
import org.gradcore.dispatch.profile.ProfileFile;
import org.gradcore.testing.Seeds;
import org.gradcore.train.Baseline;
import org.gradcore.train.ClassLabels;
import org.gradcore.train.LinearModel;
import org.gradcore.train.ModelFile;

/**
 * Reads mutated input with every reader: {@code ReaderFuzz SEED FIRST COUNT}. Every input is read,
 * or refused with an exception of a type of its reader; anything else ends the process with status
 * 1 and says how to repeat it. {@link ReaderFuzzTest} runs it in a small heap.
 */
final class ReaderFuzz {
  private static final int STUCK_SECONDS = 20;

  /** Reads one input. */
  private interface Reading {
    /**
     * Reads it or throws.
     *
     * @param origin the number of the unharmed input
     */
    void read(byte[] input, int origin, RandomGenerator random) throws IOException;
  }

  /** A reader, what it reads unharmed, and how often each came out. */
  private static final class Target {
    final String name;
    final Reading reading;
    final List<byte[]> corpus;
    long read;
    long refused;

    Target(String name, List<byte[]> corpus, Reading reading) {
      this.name = name;
      this.corpus = corpus;
      this.reading = reading;
    }
  }

  private static final List<String> LIBSVM =
      List.of(
          "+1 1:0.5 3:-2e3 7:1\n-1 2:.25 # c\n\n1\n0 1:1 2:2 3:3\n",
          "2.0 qid:7 1:1 2:0\r\n3 qid:8\t1: 5\r\n",
          "0   21:1.00   63: .50\n1   1:123456789012345678901234567890e-20");

  private static final List<String> CSV =
      List.of(
          "a,\"b \"\"c\"\"\",y\r\n1,-2.5e3,one\n\"4\", 5 ,two\n\n6,7,\"th\nree\"\n8,9,one",
          "1.5;2;0\n3;4.25;1\n5;6;0\n",
          "0,1,2,class\n5.1,3.5,1,x\n4.9,3,1,y\n",
          "y\tb\ta\n1\t2\t3\n0\t5\t6\n",
          "5 1 2\n 6   3 4\n");

  /** For each of {@link #CSV} what reads it, and more. */
  private static final List<CsvOptions> OPTIONS =
      List.of(
          CsvOptions.DEFAULT,
          CsvOptions.DEFAULT.withDelimiter(';'),
          CsvOptions.DEFAULT.withHeader(CsvOptions.Header.NO),
          CsvOptions.DEFAULT.withDelimiter('\t').withTarget("y"),
          CsvOptions.DEFAULT.withDelimiter(' ').withTarget(0),
          CsvOptions.DEFAULT.withNoTarget(),
          CsvOptions.DEFAULT.withTargetIgnored(2),
          CsvOptions.DEFAULT.withTargetIgnored(3).withSkipLines(1),
          CsvOptions.DEFAULT.withHeader(CsvOptions.Header.NO).withLabels(CsvOptions.Labels.TEXT),
          CsvOptions.DEFAULT.withHeader(CsvOptions.Header.YES).withTarget(-2),
          CsvOptions.DEFAULT.withClassNames(List.of("one", "two", "th\nree")),
          CsvOptions.DEFAULT.withLike(DataDescription.named(List.of("b", "a"), "y")));

  private final Path folder;
  private final List<Target> targets = new ArrayList<>();

  private ReaderFuzz(Path folder) throws IOException {
    this.folder = folder;
    List<byte[]> libsvm = LIBSVM.stream().map(ReaderFuzz::utf8).toList();
    List<byte[]> csv = CSV.stream().map(ReaderFuzz::utf8).toList();
    List<byte[]> idx =
        List.of(
            idx(0x08, 2, 2, 3), idx(0x0d, 3, 1, 2), idx(0x0e, 1, 4), idx(0x0b, 2), idx(0x0c, 4, 2));
    List<byte[]> all = new ArrayList<>(libsvm);
    all.addAll(csv);
    all.addAll(idx);
    targets.add(new Target("LIBSVM", libsvm, ReaderFuzz::libsvm));
    targets.add(new Target("CSV", csv, ReaderFuzz::csv));
    targets.add(new Target("IDX", idx, ReaderFuzz::idx));
    targets.add(new Target("gzip", all, ReaderFuzz::gzip));
    targets.add(new Target("model", models(), ReaderFuzz::model));
    targets.add(new Target("profile", List.of(profile()), this::profile));
  }

  public static void main(String[] args) throws IOException {
    long seed = Long.parseLong(args[0]);
    long first = Long.parseLong(args[1]);
    long count = Long.parseLong(args[2]);
    Path folder = Files.createTempDirectory("gradcore-fuzz");
    try {
      new ReaderFuzz(folder).run(seed, first, count);
    } finally {
      Files.deleteIfExists(folder.resolve("profile"));
      Files.delete(folder);
    }
  }

  private void run(long seed, long first, long count) {
    long[] now = {first, System.nanoTime()};
    Thread watch = Thread.ofPlatform().daemon().start(() -> watch(now, seed));
    for (long run = first; run < first + count; run++) {
      synchronized (now) {
        now[0] = run;
        now[1] = System.nanoTime();
      }
      once(targets.get((int) (run % targets.size())), seed, run);
    }
    watch.interrupt();
    for (Target target : targets) {
      System.out.println(target.name + "=" + target.read + " read, " + target.refused + " refused");
    }
  }

  private static void watch(long[] now, long seed) {
    try {
      while (true) {
        Thread.sleep(1000);
        synchronized (now) {
          if (System.nanoTime() - now[1] > STUCK_SECONDS * 1_000_000_000L) {
            System.err.println("input " + now[0] + " is read for too long, " + Seeds.rerun(seed));
            Runtime.getRuntime().halt(1);
          }
        }
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  private static void once(Target target, long seed, long run) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom")
            .create(Seeds.derive(seed, (int) (run >>> 32), (int) run));
    int origin = random.nextInt(target.corpus.size());
    byte[] input = target.corpus.get(origin);
    if (!target.name.equals("gzip")) {
      input = Mutations.mutate(input, random);
    }
    try {
      target.reading.read(input, origin, random);
      target.read++;
    } catch (Throwable e) {
      if (!isTyped(e)) {
        System.err.println(
            "input "
                + run
                + ", "
                + target.name
                + ", "
                + Seeds.rerun(seed)
                + ": "
                + describe(input));
        e.printStackTrace();
        System.exit(1);
      }
      target.refused++;
    }
  }

  /** Whether a reader may throw this: one of our own types, with a message of one line. */
  private static boolean isTyped(Throwable e) {
    return e instanceof IOException
        && !(e instanceof HeapSizeException) // these inputs are small
        && e.getClass().getName().startsWith("org.gradcore.")
        && Objects.requireNonNullElse(e.getMessage(), "").lines().count() == 1;
  }

  private static String describe(byte[] input) {
    return input.length
        + " bytes "
        + HexFormat.of().formatHex(input, 0, Math.min(500, input.length));
  }

  private static Source source(byte[] input) {
    return Source.of(new ByteArrayInputStream(input), "fuzz");
  }

  private static void libsvm(byte[] input, int origin, RandomGenerator random) throws IOException {
    int columns = random.nextInt(3) == 0 ? random.nextInt(9) : 0;
    LibsvmOptions options = new LibsvmOptions(columns, random.nextInt(4) == 0);
    if (random.nextBoolean()) {
      FloatLibsvmReader.read(source(input), options);
    } else {
      DoubleLibsvmReader.read(source(input), options);
    }
  }

  private static void csv(byte[] input, int origin, RandomGenerator random) throws IOException {
    int which = random.nextInt(4) == 0 ? random.nextInt(OPTIONS.size()) : origin;
    CsvOptions options = OPTIONS.get(which);
    if (random.nextBoolean()) {
      FloatCsvReader.read(source(input), options);
    } else {
      DoubleCsvReader.read(source(input), options);
    }
  }

  private static void idx(byte[] input, int origin, RandomGenerator random) throws IOException {
    Source labels = random.nextBoolean() ? null : source(idx(0x08, 2));
    if (random.nextBoolean()) {
      FloatIdxReader.read(source(input), labels, IdxOptions.DEFAULT);
    } else {
      DoubleIdxReader.read(source(input), labels, new IdxOptions(1 / 255.0));
    }
  }

  /** Harmed before it is compressed, or after; the format is found out. */
  private static void gzip(byte[] input, int origin, RandomGenerator random) throws IOException {
    byte[] inner = random.nextBoolean() ? Mutations.mutate(input, random) : input;
    if (random.nextInt(50) == 0) { // much more than it seems
      byte[] bomb = new byte[1 << 20];
      Arrays.fill(bomb, inner.length == 0 ? (byte) '1' : inner[random.nextInt(inner.length)]);
      inner = bomb;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(inner);
    }
    byte[] outer = out.toByteArray();
    if (random.nextInt(3) == 0) {
      outer = Mutations.mutate(outer, random);
    }
    Source source = source(outer);
    switch (DataFormat.detect(source)) {
      case LIBSVM -> FloatLibsvmReader.read(source, LibsvmOptions.DEFAULT);
      case CSV -> FloatCsvReader.read(source, CsvOptions.DEFAULT);
      case IDX -> FloatIdxReader.read(source, null, IdxOptions.DEFAULT);
    }
  }

  /** Half of them get a length and a checksum that are right. */
  private static void model(byte[] input, int origin, RandomGenerator random) throws IOException {
    if (random.nextBoolean() && input.length > 24) {
      ByteBuffer.wrap(input).putLong(12, input.length - 24);
      CRC32C crc = new CRC32C();
      crc.update(input, 0, input.length - 4);
      ByteBuffer.wrap(input).putInt(input.length - 4, (int) crc.getValue());
    }
    ModelFile.load(source(input));
  }

  private void profile(byte[] input, int origin, RandomGenerator random) throws IOException {
    ProfileFile.read(Files.write(folder.resolve("profile"), input));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] idx(int type, int... dimensions) {
    int count = 1;
    for (int dimension : dimensions) {
      count *= dimension;
    }
    int size = new int[] {1, 1, 0, 2, 4, 4, 8}[type - 0x08];
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + count * size);
    bytes.putInt(type << 8 | dimensions.length);
    for (int dimension : dimensions) {
      bytes.putInt(dimension);
    }
    return bytes.array();
  }

  private List<byte[]> models() throws IOException {
    CsvOptions csv = CsvOptions.DEFAULT.withDelimiter(';').withTarget("y");
    List<DataDescription> descriptions =
        List.of(
            DataDescription.NONE,
            new DataDescription(List.of("längde", "b"), "y", List.of(), csv),
            new DataDescription(List.of(), "", List.of(1, 2), new IdxOptions(1 / 255.0)),
            new DataDescription(List.of(), "", List.of(), new LibsvmOptions(2)));
    List<byte[]> models = new ArrayList<>();
    for (DataDescription description : descriptions) {
      LinearModel model =
          new LinearModel(
              LinearModel.Kind.SOFTMAX,
              LinearModel.Element.FLOAT,
              2,
              true,
              new ClassLabels(new double[] {0, 1}, List.of("yes", "no")),
              new double[] {0, 1},
              new double[] {1, 2},
              new double[] {1, 2, 3, 4, 5, 6},
              description,
              new Baseline(1),
              Map.of("epochs", "3"));
      Path file = folder.resolve("profile");
      ModelFile.save(file, model);
      models.add(Files.readAllBytes(file));
    }
    return models;
  }

  /** The shipped profile, with one kernel. */
  private static byte[] profile() throws IOException {
    try (InputStream in = ProfileFile.class.getResourceAsStream("shipped-profile.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      JsonObject profile = JsonParser.parseString(text).getAsJsonObject();
      JsonObject times = profile.getAsJsonObject("times");
      String first = times.keySet().iterator().next();
      JsonElement kernel = times.get(first);
      JsonObject one = new JsonObject();
      one.add(first, kernel);
      profile.add("times", one);
      for (String element : List.of("float", "double")) {
        JsonObject sizes = kernel.getAsJsonObject().getAsJsonObject(element);
        for (String size : List.copyOf(sizes.keySet()).subList(2, sizes.size())) {
          sizes.remove(size);
        }
      }
      return utf8(profile.toString());
    }
  }
}
