package org.gradcore.dispatch.machine;

import java.util.ArrayList;
import java.util.List;
import org.gradcore.kernel.Kernel;

/**
 * One way to run a kernel.
 *
 * @param backend the backend
 * @param isa the instruction set of the C++ kernels, {@link Isa#NONE} for the other backends
 * @param blas whether dense linear kernels call BLAS, which is equal within a bound only
 */
public record Candidate(Backend backend, Isa isa, boolean blas) {
  /** Plain Java. */
  public static final Candidate SCALAR = new Candidate(Backend.SCALAR, Isa.NONE, false);

  /** The Vector API at the lane width of this JVM. */
  public static final Candidate VECTOR = new Candidate(Backend.VECTOR, Isa.NONE, false);

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if only one of backend and instruction set is native, or if
   *     blas is asked of another backend than openblas
   */
  public Candidate {
    if ((backend == Backend.OPENBLAS) == (isa == Isa.NONE)) {
      throw new IllegalArgumentException(
          "isa: "
              + isa.id()
              + " given for backend "
              + backend.id()
              + "; openblas takes avx2, avx512 or neon, the others none");
    }
    if (blas && backend != Backend.OPENBLAS) {
      throw new IllegalArgumentException(
          "blas: true given for backend " + backend.id() + ", allowed for openblas only");
    }
  }

  /** Every candidate that gradcore knows, on whatever machine, from the simplest. */
  public static final List<Candidate> ALL = all();

  private static List<Candidate> all() {
    List<Candidate> all = new ArrayList<>();
    all.add(SCALAR);
    all.add(VECTOR);
    for (Isa isa : Isa.values()) {
      if (isa != Isa.NONE) {
        all.add(new Candidate(Backend.OPENBLAS, isa, false));
        all.add(new Candidate(Backend.OPENBLAS, isa, true));
      }
    }
    return List.copyOf(all);
  }

  /**
   * The candidate's name in properties and profiles.
   *
   * @return {@code scalar}, {@code vector}, {@code openblas-avx2}, {@code openblas-avx2-blas}, …
   */
  public String id() {
    return backend != Backend.OPENBLAS
        ? backend.id()
        : backend.id() + "-" + isa.id() + (blas ? "-blas" : "");
  }

  /**
   * Whether this candidate is one of its own for a kernel: BLAS makes no difference to most.
   *
   * @param kernel the kernel
   * @return false for a BLAS candidate if the kernel never calls BLAS
   */
  public boolean serves(Kernel kernel) {
    return !blas || kernel.hasBlasVariant();
  }

  /** The candidate of that name, or null. */
  static Candidate byId(String id) {
    for (Candidate candidate : ALL) {
      if (candidate.id().equals(id)) {
        return candidate;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return id();
  }
}
