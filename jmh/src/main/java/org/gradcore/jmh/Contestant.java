package org.gradcore.jmh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.incubator.vector.VectorShape;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Availability;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Crossing;
import org.gradcore.kernel.Kernel;

/**
 * Who is measured in a {@link Comparison}.
 *
 * @param id the name in reports, e.g. {@code vector}, {@code openblas-avx2}, {@code dispatch}
 * @param origin what kind of contestant it is
 * @param candidate the backend that computes; null unless the origin is a candidate, a crossing or
 *     a lane width
 * @param crossing how the native candidate is called; null unless the origin is a crossing
 * @param vectorBits lane width of the vector backend in this contestant's JVMs; 0 for the default
 * @param peer what is known of another library; null unless the origin is a peer
 */
public record Contestant(
    String id,
    Origin origin,
    Candidate candidate,
    Crossing crossing,
    int vectorBits,
    PeerInfo peer) {
  Contestant(String id, Origin origin, Candidate candidate, int vectorBits) {
    this(id, origin, candidate, null, vectorBits, null);
  }

  Contestant(PeerInfo peer) {
    this(peer.id(), Origin.PEER, null, null, 0, peer);
  }

  /** The kinds of contestants. */
  public enum Origin {
    /** What the dispatcher can choose from, called without argument checks. */
    CANDIDATE,
    /** {@link Kernels#dispatched()}, as users call it. */
    DISPATCH,
    /** A candidate whose native functions are called in one way only. */
    CROSSING,
    /** The vector backend at a lane width that another JVM would have to be started with. */
    LANE_WIDTH,
    /** The loop that users write themselves. */
    PLAIN,
    /** The same memory traffic without arithmetic. */
    LIMIT,
    /** Another library, as its own users call it. */
    PEER;

    /**
     * The name in reports.
     *
     * @return e.g. {@code candidate} or {@code lane-width}
     */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The id of {@link Origin#DISPATCH}. */
  public static final String DISPATCH = "dispatch";

  /** The JVM of all candidates. */
  private static final String CANDIDATES = "candidates";

  /** The JVM of both crossings. */
  private static final String CROSSINGS = "crossings";

  /** Larger calls take longer than crossing into native code could matter. */
  private static final int LARGEST_CROSSING = 1 << 14;

  /** The id of {@link Origin#PLAIN}. */
  public static final String PLAIN = "plain";

  /** The id of {@link Origin#LIMIT}. */
  public static final String STREAM = "stream";

  /**
   * Whether the contestant has a row of its own in a case: BLAS makes no difference to most
   * kernels, and other libraries have only some.
   *
   * @param kernel the kernel
   * @param element {@code float.class} or {@code double.class}
   * @param size the nominal size
   * @return whether it is measured there
   */
  public boolean serves(Kernel kernel, Class<?> element, int size) {
    if (peer != null) {
      return size <= peer.largest(kernel, element);
    }
    if (crossing != null && size > LARGEST_CROSSING) {
      return false;
    }
    return candidate == null || !candidate.blas() || kernel.hasBlasVariant();
  }

  /**
   * Divides contestants among JVMs. The candidates of the dispatcher share one, and the crossings
   * another: there they take turns on the same arrays, and their ratios are free of what makes JVMs
   * differ (the place of the arrays in memory, the order of compilations). Everyone else has a JVM
   * alone, as in a user's process: code that sees several callers is compiled for all of them.
   */
  static List<List<Contestant>> byJvm(List<Contestant> contestants) {
    Map<String, List<Contestant>> groups = new LinkedHashMap<>();
    for (Contestant contestant : contestants) {
      String group =
          switch (contestant.origin) {
            case CANDIDATE -> CANDIDATES;
            case CROSSING -> CROSSINGS;
            default -> contestant.id;
          };
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(contestant);
    }
    return List.copyOf(groups.values());
  }

  /**
   * Everyone that can run on this machine.
   *
   * @param kernels the dispatcher, whose candidates are taken
   * @param laneWidths whether to try the vector backend at the other lane widths too
   * @return the contestants in the order of a round
   */
  static List<Contestant> all(Kernels kernels, boolean laneWidths) {
    int bits = kernels.vectorBits();
    List<Contestant> all = new ArrayList<>();
    all.add(new Contestant(STREAM, Origin.LIMIT, null, bits));
    all.add(new Contestant(PLAIN, Origin.PLAIN, null, bits));
    for (Candidate candidate : kernels.candidates(Kernel.DENSE_LOSS)) {
      all.add(new Contestant(candidate.id(), Origin.CANDIDATE, candidate, bits));
    }
    all.add(new Contestant(DISPATCH, Origin.DISPATCH, null, bits));
    crossings(kernels, bits, all);
    if (laneWidths && bits != 0) {
      int widest = Math.min(512, VectorShape.S_Max_BIT.vectorBitSize());
      for (int width = 128; width <= widest; width *= 2) {
        if (width != bits) {
          all.add(new Contestant("vector-" + width, Origin.LANE_WIDTH, Candidate.VECTOR, width));
        }
      }
    }
    return all;
  }

  /** The native candidate by each crossing: of several, the one with the widest vectors. */
  private static void crossings(Kernels kernels, int bits, List<Contestant> all) {
    List<Candidate> natives =
        kernels.candidates(Kernel.SGD).stream()
            .filter(candidate -> candidate.backend() == Backend.OPENBLAS)
            .toList();
    if (natives.isEmpty() || !kernels.crossings().stream().allMatch(Availability::available)) {
      return;
    }
    Candidate candidate = natives.getLast();
    for (Crossing crossing : List.of(Crossing.JNI, Crossing.FOREIGN)) {
      String id = candidate.id() + "-" + crossing.id();
      all.add(new Contestant(id, Origin.CROSSING, candidate, crossing, bits, null));
    }
  }
}
