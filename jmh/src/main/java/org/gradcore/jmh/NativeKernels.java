package org.gradcore.jmh;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.gradcore.dispatch.machine.Isa;
import org.gradcore.kernel.FloatStep;
import org.gradcore.presets.Native;
import org.gradcore.presets.NativeLibrary;

/** The native library for benchmarks: ISAs by name, and the C++ optimizer steps over pointers. */
final class NativeKernels {
  private static final String PREFIX = "openblas-";
  private static final String BLAS = "-blas";

  private NativeKernels() {}

  /** The number of the ISA in {@code openblas-ISA} or {@code openblas-ISA-blas}. */
  static int isa(String backend) {
    NativeLibrary.load();
    for (Isa isa : Isa.values()) {
      if (backend.equals(PREFIX + isa.id()) || backend.equals(PREFIX + isa.id() + BLAS)) {
        if (Native.gradcore_isa_supported(isa.code()) == 0) {
          throw new IllegalArgumentException(backend + " is not supported by this CPU");
        }
        return isa.code();
      }
    }
    throw new IllegalArgumentException(
        "backend is '" + backend + "', allowed are scalar, vector, dispatch and " + supported());
  }

  static boolean isBlas(String backend) {
    return backend.endsWith(BLAS);
  }

  /** The names of the native backends of this CPU, without the BLAS variants. */
  static List<String> supported() {
    NativeLibrary.load();
    List<String> names = new ArrayList<>();
    for (Isa isa : Isa.values()) {
      if (isa != Isa.NONE && Native.gradcore_isa_supported(isa.code()) != 0) {
        names.add(PREFIX + isa.id());
      }
    }
    return names;
  }

  /** {@code gradcore_step_float} called with addresses: what the C++ kernels themselves cost. */
  static MethodHandle stepOverPointers() {
    NativeLibrary.load();
    MemorySegment symbol =
        SymbolLookup.loaderLookup()
            .find("gradcore_step_float")
            .orElseThrow(() -> new IllegalStateException("no symbol gradcore_step_float"));
    List<MemoryLayout> arguments = new ArrayList<>();
    // The instruction set, the rule and its flags; parameters, gradient and states; the length;
    // weight
    // decay and the numbers of the rule.
    for (int number = 0; number < 3; number++) {
      arguments.add(ValueLayout.JAVA_INT);
    }
    for (int array = 0; array < 2 + FloatStep.STATES; array++) {
      arguments.add(ValueLayout.ADDRESS);
      arguments.add(ValueLayout.JAVA_INT);
    }
    arguments.add(ValueLayout.JAVA_INT);
    for (int scalar = 0; scalar < 1 + FloatStep.SCALARS; scalar++) {
      arguments.add(ValueLayout.JAVA_FLOAT);
    }
    return Linker.nativeLinker()
        .downcallHandle(symbol, FunctionDescriptor.ofVoid(arguments.toArray(MemoryLayout[]::new)));
  }
}
