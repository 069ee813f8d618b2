package org.gradcore.presets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradcore.presets.ChildJvm.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both crossings, every function. */
class CrossingTest {
  private static final int CALLS = 5_000;
  private static final long PATIENCE_NANOS = 10_000_000_000L;
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @BeforeEach
  void needsTheLibrary() {
    assumeTrue(NativeLibrary.load().loaded(), () -> NativeLibrary.load().reason());
    assumeTrue(
        Native.gradcore_best_isa() != Native.ISA_NONE, "this processor has no supported ISA");
  }

  static List<KernelCall> calls() {
    return KernelCall.all();
  }

  private static Object prepared(KernelCall call) {
    Object foreign = call.foreign();
    assertTrue(call.prepare(foreign), Foreign::reason);
    assertTrue(call.isPrepared(foreign));
    assertNull(Foreign.reason());
    return foreign;
  }

  /** Descriptions of what differs between a crossing and JNI, over all absent arrays. */
  private static List<String> differences(KernelCall call, Object crossing)
      throws ReflectiveOperationException {
    List<String> differences = new ArrayList<>();
    for (int without = 0; without < 1 << call.optional().size(); without++) {
      Object[] arguments = call.arguments(without);
      List<Object> expected = call.outcome(call.jni(), arguments);
      List<Object> actual = call.outcome(crossing, arguments);
      if (!expected.equals(actual)) {
        differences.add(call + " without " + without + ": " + actual + " for " + expected);
      }
    }
    return differences;
  }

  @ParameterizedTest
  @MethodSource("calls")
  void bothGiveTheSame(KernelCall call) throws Exception {
    assertEquals(List.of(), differences(call, prepared(call)));
    // Or the arguments say nothing: a call computes something, and differs without an array.
    Object[] arguments = call.arguments();
    List<Object> unchanged = new ArrayList<>();
    for (Object argument : arguments) {
      if (argument instanceof float[] array) {
        unchanged.add(Arrays.toString(array));
      } else if (argument instanceof double[] array) {
        unchanged.add(Arrays.toString(array));
      } else if (argument instanceof int[] array) {
        unchanged.add(Arrays.toString(array));
      }
    }
    List<Object> outcome = call.outcome(prepared(call), arguments);
    boolean returns = outcome.getFirst() != null && !outcome.getFirst().equals(0L);
    assertTrue(returns || !unchanged.equals(outcome.subList(1, outcome.size())), call::toString);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void anIndexOutOfItsRangeEndsBoth(KernelCall call) throws Exception {
    for (int position : call.indices()) {
      Object[] arguments = call.arguments();
      Arrays.fill((int[]) arguments[position], 1 << 30);
      for (Object crossing : List.of(call.jni(), prepared(call))) {
        assertEquals(
            Native.BAD_INDEX,
            call.outcome(crossing, arguments).getFirst(),
            call.names().get(position));
      }
    }
  }

  /**
   * In some JVMs C2 never compiles a call so that it allocates nothing, most often where other
   * processes keep its threads waiting. The product then stays with JNI. So a JVM of its own is
   * asked before that is an error.
   */
  @ParameterizedTest
  @MethodSource("calls")
  void nothingIsAllocatedOnceCompiled(KernelCall call) throws Throwable {
    long bytes = leastBytes(call);
    if (bytes > 0) {
      System.err.println(call + " allocates " + bytes + " bytes a round IN THIS JVM ONLY?");
      Result result = ChildJvm.run(new ChildJvm().builder(Compiled.class, call.toString()));
      assertEquals("0", result.value("bytes"), result.toString());
    }
  }

  /** Says what calls of a function allocate once they are compiled. */
  static final class Compiled {
    private Compiled() {}

    public static void main(String[] args) throws Throwable {
      for (KernelCall call : KernelCall.all()) {
        if (call.toString().equals(args[0])) {
          System.out.println("bytes=" + leastBytes(call));
        }
      }
    }
  }

  /**
   * The bytes of a round of calls, 0 if none of three in a row allocates. They go by JNI at first,
   * at the same place: what C2 then knows of it must not matter.
   */
  private static long leastBytes(KernelCall call) throws Throwable {
    int all = (1 << call.optional().size()) - 1;
    MethodHandle with = call.bound(call.arguments());
    MethodHandle without = call.bound(call.arguments(all));
    run(call.jni(), with, without);
    Object foreign = prepared(call);
    long bytes = -1;
    long start = System.nanoTime();
    for (int quiet = 0; quiet < 3 && System.nanoTime() - start < PATIENCE_NANOS; ) {
      long before = THREAD.getCurrentThreadAllocatedBytes();
      run(foreign, with, without);
      bytes = THREAD.getCurrentThreadAllocatedBytes() - before;
      quiet = bytes == 0 ? quiet + 1 : 0;
    }
    return bytes;
  }

  private static void run(Object crossing, MethodHandle with, MethodHandle without)
      throws Throwable {
    for (int i = 0; i < CALLS; i++) {
      with.invokeExact(crossing);
      without.invokeExact(crossing);
    }
  }

  @Test
  void whatIsNotPreparedGoesByJni() throws Exception {
    Result result = ChildJvm.run(new ChildJvm().builder(Unlinked.class));
    assertEquals(0, result.status(), result.toString());
    assertEquals("true", result.value("before"), result.toString());
    assertEquals(
        "the native function gradcore_none could not be linked: Symbol not found: gradcore_none",
        result.value("reason"));
    assertEquals("false", result.value("available"));
    assertEquals("false", result.value("prepared"));
    assertEquals("0", result.value("differences"), result.toString());
    assertEquals("", result.err());
  }

  /** A JVM in which a function could not be linked. */
  static final class Unlinked {
    private Unlinked() {}

    public static void main(String[] args) throws Exception {
      System.out.println("before=" + Foreign.available());
      Foreign.link("gradcore_none", void.class, int.class);
      System.out.println("reason=" + Foreign.reason());
      System.out.println("available=" + Foreign.available());
      boolean prepared = false;
      int differences = 0;
      for (KernelCall call : KernelCall.all()) {
        Object crossing = call.foreign();
        prepared |= call.prepare(crossing) | call.isPrepared(crossing);
        differences += differences(call, crossing).size();
      }
      System.out.println("prepared=" + prepared);
      System.out.println("differences=" + differences);
    }
  }

  @Test
  void aJvmThatDeniesNativeAccessSaysSo() throws Exception {
    Result result = ChildJvm.run(new ChildJvm().withoutNativeAccess().builder(NativeAccess.class));
    assertEquals(0, result.status(), result.toString());
    assertEquals("false", result.value("available"), result.toString());
    assertEquals(
        "this JVM does not allow native code. Start it with --enable-native-access=ALL-UNNAMED",
        result.value("reason"));
    assertEquals("false", result.value("prepared"));
    assertEquals("", result.err());

    result = ChildJvm.run(new ChildJvm().builder(NativeAccess.class));
    assertEquals("true", result.value("available"), result.toString());
    assertEquals("null", result.value("reason"));
    assertEquals("true", result.value("prepared"));
    assertEquals("", result.err());
  }

  /** Where the library's file is deleted as soon as it is loaded. */
  @Test
  void theFileOfTheLibraryIsNotNeeded(@TempDir Path tmp) throws Exception {
    Result result =
        ChildJvm.run(
            new ChildJvm()
                .with("-Duser.home=?", "-Djava.io.tmpdir=" + tmp)
                .builder(NativeAccess.class));
    assertEquals("true", result.value("prepared"), result.toString());
    assertEquals("", result.err());
  }

  /** Says whether the crossing is there. */
  static final class NativeAccess {
    private NativeAccess() {}

    public static void main(String[] args) {
      System.out.println("available=" + Foreign.available());
      System.out.println("reason=" + Foreign.reason());
      KernelCall call = KernelCall.all().getFirst();
      System.out.println("prepared=" + call.prepare(call.foreign()));
    }
  }

  @Test
  void jniNeedsNoPreparation() {
    KernelCall call = KernelCall.all().getFirst();
    assertTrue(call.isPrepared(call.jni()));
    assertTrue(call.prepare(call.jni()));
    assertNotEquals(0, KernelCall.all().size());
    assertFalse(KernelCall.all().stream().allMatch(c -> c.optional().isEmpty()));
    assertFalse(KernelCall.all().stream().allMatch(c -> c.indices().isEmpty()));
  }
}
