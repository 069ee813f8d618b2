package org.gradcore.testing;

import java.io.PrintStream;
import java.util.function.BiConsumer;
import org.gradcore.kernel.vector.Lanes;

/**
 * Prints what the vector backend computes at the lane width of this JVM: one line with the width,
 * then one line per call, hash and description. Run with the seed as only argument.
 */
public final class VectorDigests {
  private VectorDigests() {}

  public static void main(String[] args) {
    long seed = Long.parseLong(args[0]);
    PrintStream out = new PrintStream(System.out, false);
    out.println(Lanes.BITS);
    BiConsumer<String, Long> print =
        (call, digest) -> out.println(Long.toHexString(digest) + " " + call);
    FloatDigests.forEach(FloatBackend.vector(), seed, print);
    DoubleDigests.forEach(DoubleBackend.vector(), seed, print);
    out.flush();
  }
}
