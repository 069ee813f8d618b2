package org.gradcore.testing;

import java.util.ArrayList;
import java.util.List;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Candidate;
import org.gradcore.dispatch.machine.Isa;

/** The kernels of each backend, as users get them; a missing backend aborts the test loudly. */
public final class KernelSets {
  private KernelSets() {}

  /** Forced to one backend. */
  public static Kernels of(Backend backend) {
    try {
      return Kernels.of(backend);
    } catch (IllegalStateException e) {
      Backends.check(backend.id(), true, e.getMessage());
      throw e;
    }
  }

  /** Forced to one candidate. */
  public static Kernels of(Candidate candidate) {
    try {
      return Kernels.of(candidate);
    } catch (IllegalStateException e) {
      Backends.check(candidate.id(), false, e.getMessage());
      throw e;
    }
  }

  /** This platform's candidates that must give the same bits, available here or not. */
  public static List<Candidate> canonical() {
    List<Candidate> candidates = new ArrayList<>(List.of(Candidate.SCALAR, Candidate.VECTOR));
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    for (Isa isa : arm ? List.of(Isa.NEON) : List.of(Isa.AVX2, Isa.AVX512)) {
      candidates.add(new Candidate(Backend.OPENBLAS, isa, false));
    }
    return candidates;
  }
}
