package org.gradcore.testing;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.gradcore.kernel.vector.Lanes;

/**
 * Prints what a backend computes in this JVM: one line with the lane width, then one line per call,
 * hash and description. Run with {@code vector} or {@code dispatched}, and the seed.
 */
public final class BackendDigests {
  private BackendDigests() {}

  public static void main(String[] args) {
    boolean dispatched = args[0].equals("dispatched");
    long seed = Long.parseLong(args[1]);
    PrintStream out = new PrintStream(System.out, false);
    out.println(Lanes.BITS);
    lines(
            dispatched ? FloatBackend.dispatched() : FloatBackend.vector(),
            dispatched ? DoubleBackend.dispatched() : DoubleBackend.vector(),
            seed)
        .forEach(out::println);
    out.flush();
  }

  /** One line per call, float and then double. */
  public static List<String> lines(FloatBackend ofFloat, DoubleBackend ofDouble, long seed) {
    List<String> lines = new ArrayList<>();
    BiConsumer<String, Long> add =
        (call, digest) -> lines.add(Long.toHexString(digest) + " " + call);
    FloatDigests.forEach(ofFloat, seed, add);
    DoubleDigests.forEach(ofDouble, seed, add);
    return lines;
  }
}
