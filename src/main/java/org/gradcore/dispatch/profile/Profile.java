package org.gradcore.dispatch.profile;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.kernel.Kernel;

/**
 * Timings of every kernel on one kind of processor: what the dispatcher chooses by. A profile holds
 * for the processor, the JDK and the gradcore version that it names; the timings of the vector
 * backend stand under their lane width, so that a JVM with another width still finds its own.
 */
public final class Profile {
  private final String gradcore;
  private final Instant date;
  private final String cpu;
  private final String jdk;
  private final String mode;
  private final int vectorBits;

  // kernel → "float" or "double" → size → column → ns per element
  private final Map<Kernel, Map<String, NavigableMap<Long, Map<String, Double>>>> times =
      new EnumMap<>(Kernel.class);

  /**
   * A profile without timings.
   *
   * @param gradcore the gradcore version
   * @param date when the measurement ended
   * @param cpu the processor's {@linkplain org.gradcore.dispatch.machine.Cpu#key key}
   * @param jdk vendor and version
   * @param mode how thorough the measurement was
   * @param vectorBits the lane width that was fastest over all kernels, or 0
   */
  public Profile(
      String gradcore, Instant date, String cpu, String jdk, String mode, int vectorBits) {
    this.gradcore = gradcore;
    this.date = date;
    this.cpu = cpu;
    this.jdk = jdk;
    this.mode = mode;
    this.vectorBits = vectorBits;
  }

  /** The gradcore version that was measured: e.g. {@code 0.1.0}. */
  public String gradcore() {
    return gradcore;
  }

  /** When the measurement ended: the date. */
  public Instant date() {
    return date;
  }

  /** The processor that was measured, with its features: name, identity and features. */
  public String cpu() {
    return cpu;
  }

  /** The JDK that was measured: vendor and version. */
  public String jdk() {
    return jdk;
  }

  /** How thorough the measurement was: {@code quick} or {@code full}. */
  public String mode() {
    return mode;
  }

  /**
   * The lane width that was fastest over all kernels.
   *
   * @return 128, 256 or 512 bits; 0 if the vector backend was not measured
   */
  public int vectorBits() {
    return vectorBits;
  }

  /** The kernels that were measured: those with any timing. */
  public Set<Kernel> kernels() {
    return times.keySet();
  }

  /**
   * Adds or replaces one timing.
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @param size elements, at least 1
   * @param column the candidate's {@link #column}
   * @param nanosPerElement its time
   */
  public void put(
      Kernel kernel, Class<?> element, long size, String column, double nanosPerElement) {
    times
        .computeIfAbsent(kernel, k -> new HashMap<>())
        .computeIfAbsent(element.getName(), e -> new TreeMap<>())
        .computeIfAbsent(size, s -> new TreeMap<>())
        .put(column, nanosPerElement);
  }

  /**
   * Adds a column of another profile that was measured on a machine which may have been slower or
   * faster then: what counts is its relation to the reference, which both profiles have measured.
   *
   * @param other the other profile
   * @param column the column to add
   * @param reference a column of both
   */
  public void addRelative(Profile other, String column, String reference) {
    for (Kernel kernel : other.times.keySet()) {
      for (Class<?> element : Kernel.ELEMENTS) {
        other
            .sizes(kernel, element)
            .forEach(
                (size, theirs) -> {
                  Double mine = sizes(kernel, element).getOrDefault(size, Map.of()).get(reference);
                  if (mine != null) {
                    double relation = theirs.get(column) / theirs.get(reference);
                    put(kernel, element, size, column, mine * relation);
                  }
                });
      }
    }
  }

  /**
   * Adds what profiles that were measured alike have in common. What counts is the relation of the
   * candidates to each other: each profile has measured them in turns, but one profile may have had
   * a slower machine than the next. So the times of a size are divided by their geometric mean
   * before the mean is taken. It is a mean, not a median, because a compiler makes faster code of a
   * kernel in one JVM than in the next, and who shares the processor slows some kernels down more
   * than others: what is a little faster most of the time and much slower the rest of it is no good
   * choice. The extremes are left out if there are at least four.
   *
   * @param rounds the profiles; a size that only the first of them have counts in those
   */
  public void addRounds(List<Profile> rounds) {
    Profile first = rounds.getFirst();
    for (Kernel kernel : first.times.keySet()) {
      for (Class<?> element : Kernel.ELEMENTS) {
        for (long size : first.sizes(kernel, element).keySet()) {
          List<Map<String, Double>> times =
              rounds.stream()
                  .map(round -> round.sizes(kernel, element).get(size))
                  .filter(Objects::nonNull)
                  .toList();
          double[] means = times.stream().mapToDouble(Profile::geometricMean).toArray();
          double mean = median(means.clone());
          for (String column : times.getFirst().keySet()) {
            double[] shares = new double[means.length];
            for (int i = 0; i < shares.length; i++) {
              shares[i] = times.get(i).get(column) / means[i];
            }
            put(kernel, element, size, column, mean * trimmedMean(shares));
          }
        }
      }
    }
  }

  /** Without a quarter of the values at either end. */
  private static double trimmedMean(double[] values) {
    Arrays.sort(values);
    int out = values.length / 4;
    return Arrays.stream(values, out, values.length - out).average().orElseThrow();
  }

  private static double geometricMean(Map<String, Double> times) {
    double logs = times.values().stream().mapToDouble(Math::log).sum();
    return Math.exp(logs / times.size());
  }

  /**
   * The median: of an even number of values, the mean of the two in the middle.
   *
   * @param values the values, at least one
   * @return the median
   */
  public static double median(List<Double> values) {
    return median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  /**
   * What a candidate's timings stand under.
   *
   * @param candidate the candidate
   * @param laneBits the lane width, which counts for the vector backend only
   * @return the candidate's id, with the width behind it if it is the vector backend
   */
  public static String column(Candidate candidate, int laneBits) {
    return candidate.backend() == Backend.VECTOR ? candidate.id() + "-" + laneBits : candidate.id();
  }

  /**
   * Measured sizes of a kernel.
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @return for each size, ascending, the time per element of each column; empty if there are none
   */
  public NavigableMap<Long, Map<String, Double>> sizes(Kernel kernel, Class<?> element) {
    return times.getOrDefault(kernel, Map.of()).getOrDefault(element.getName(), new TreeMap<>());
  }

  /**
   * The size that stands for all that the dispatcher treats alike: what was measured, if it was.
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @param size the smallest of its {@linkplain SizeBuckets bucket}
   * @return the smallest measured size of the bucket, or the given one
   */
  public long representative(Kernel kernel, Class<?> element, long size) {
    Long measured = sizes(kernel, element).ceilingKey(size);
    return measured != null && SizeBuckets.of(measured) == SizeBuckets.of(size) ? measured : size;
  }

  /**
   * Time of one call, in ns: between two measured sizes interpolated in logarithms, outside of them
   * at the time per element of the nearest (below: at its time per call).
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @param column the candidate's {@link #column}
   * @param size elements
   * @return the time, or NaN if the candidate was not measured on this kernel
   */
  public double nanos(Kernel kernel, Class<?> element, String column, long size) {
    NavigableMap<Long, Map<String, Double>> sizes = sizes(kernel, element);
    long below = 0;
    double belowNanos = Double.NaN;
    for (Map.Entry<Long, Map<String, Double>> entry : sizes.entrySet()) {
      Double perElement = entry.getValue().get(column);
      if (perElement == null) {
        continue;
      }
      long at = entry.getKey();
      double nanos = perElement * at;
      if (at >= size) {
        if (at == size || below == 0) {
          return nanos;
        }
        double t = Math.log((double) size / below) / Math.log((double) at / below);
        return Math.exp((1 - t) * Math.log(belowNanos) + t * Math.log(nanos));
      }
      below = at;
      belowNanos = nanos;
    }
    return below == 0 ? Double.NaN : belowNanos / below * size;
  }
}
