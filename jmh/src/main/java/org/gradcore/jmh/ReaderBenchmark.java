package org.gradcore.jmh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.gradcore.data.DoubleDataset;
import org.gradcore.data.DoubleLibsvmReader;
import org.gradcore.data.FloatDataset;
import org.gradcore.data.FloatLibsvmReader;
import org.gradcore.data.LibsvmOptions;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * LIBSVM text from memory into CSR. The counter {@code megabytes} is the throughput in 10⁶ bytes
 * per second; one thread.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ReaderBenchmark {

  /** Text of about 16 MB, different in every line, like three well-known data sets. */
  @State(Scope.Benchmark)
  public static class Text {
    private static final int LENGTH = 16_000_000;

    /** Which data set the text is like. */
    @Param({"a9a", "rcv1", "letter"})
    public String like;

    private byte[] bytes;

    /** Writes the text. */
    @Setup
    public void write() {
      SplittableRandom random = new SplittableRandom(42);
      StringBuilder text = new StringBuilder(LENGTH + 10_000);
      while (text.length() < LENGTH) {
        switch (like) {
          case "a9a" -> {
            text.append(random.nextInt(4) == 0 ? "+1" : "-1");
            for (int index : indices(random, 14, 123)) {
              text.append(' ').append(index).append(":1");
            }
            text.append(' ');
          }
          case "rcv1" -> {
            text.append(random.nextBoolean() ? "1" : "-1");
            for (int index : indices(random, 20 + random.nextInt(110), 47_236)) {
              double value = Math.exp(-3 + 0.7 * random.nextGaussian());
              text.append(' ').append(index).append(':').append((float) value);
            }
          }
          case "letter" -> {
            text.append(1 + random.nextInt(26));
            for (int index = 1; index <= 16; index++) {
              double value = (random.nextInt(16) - 7.5) / 7.5;
              text.append(' ').append(index).append(':');
              text.append(String.format(Locale.ROOT, "%.6f", value));
            }
          }
          default -> throw new IllegalArgumentException("like " + like);
        }
        text.append('\n');
      }
      bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static Iterable<Integer> indices(SplittableRandom random, int count, int largest) {
      TreeSet<Integer> indices = new TreeSet<>();
      while (indices.size() < count) {
        indices.add(1 + random.nextInt(largest));
      }
      return indices;
    }
  }

  /** Counts what has been read. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counter {
    /** Megabytes (10⁶ bytes) of text. */
    public double megabytes;
  }

  /** Into float. */
  @Benchmark
  public FloatDataset libsvmFloat(Text text, Counter counter) throws IOException {
    counter.megabytes += text.bytes.length / 1e6;
    return FloatLibsvmReader.read(
        new ByteArrayInputStream(text.bytes), "memory", LibsvmOptions.DEFAULT);
  }

  /** Into double. */
  @Benchmark
  public DoubleDataset libsvmDouble(Text text, Counter counter) throws IOException {
    counter.megabytes += text.bytes.length / 1e6;
    return DoubleLibsvmReader.read(
        new ByteArrayInputStream(text.bytes), "memory", LibsvmOptions.DEFAULT);
  }
}
