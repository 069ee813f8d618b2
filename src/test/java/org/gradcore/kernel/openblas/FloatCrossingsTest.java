package org.gradcore.kernel.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.gradcore.kernel.Kernel;
import org.gradcore.presets.Foreign;
import org.gradcore.presets.ForeignFloatCrossing;
import org.gradcore.presets.JniFloatCrossing;
import org.gradcore.presets.Native;
import org.gradcore.presets.NativeFunction;
import org.gradcore.presets.NativeLibrary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When calls change from JNI to java.lang.foreign, and that nobody sees it in a result. */
class FloatCrossingsTest {
  private static final int SMALL = 16;
  private static final long LARGE = Chunks.FOREIGN_WORK + 1;
  private static final int MANY = 1 << 21;

  @BeforeEach
  void needsTheLibrary() {
    assumeTrue(NativeLibrary.load().loaded(), () -> NativeLibrary.load().reason());
    assumeTrue(
        Native.gradcore_best_isa() != Native.ISA_NONE, "this processor has no supported ISA");
  }

  @Test
  void manySmallCallsAreToldOnceAndLargeOnesDoNotCount() {
    AtomicInteger told = new AtomicInteger();
    FloatCrossings crossings = FloatCrossings.adaptive(many -> told.incrementAndGet());
    for (int i = 0; i < MANY; i++) {
      assertInstanceOf(JniFloatCrossing.class, crossings.at(LARGE));
    }
    for (int i = 0; i < MANY - 1; i++) {
      crossings.at(SMALL);
    }
    assertEquals(0, told.get());
    for (int i = 0; i < MANY; i++) {
      assertInstanceOf(JniFloatCrossing.class, crossings.at(SMALL));
    }
    assertEquals(1, told.get());
    crossings.settle(false);
    for (int i = 0; i < 8 * MANY; i++) {
      crossings.at(SMALL);
    }
    assertEquals(2, told.get(), "looked into again");
    crossings.settle(true);
    assertInstanceOf(ForeignFloatCrossing.class, crossings.at(SMALL));
    assertInstanceOf(JniFloatCrossing.class, crossings.at(LARGE));
  }

  @Test
  void whatIsForcedStays() {
    assertInstanceOf(JniFloatCrossing.class, FloatCrossings.jni().at(SMALL));
    FloatCrossings foreign = FloatCrossings.foreign();
    assertInstanceOf(ForeignFloatCrossing.class, foreign.at(SMALL));
    assertSame(foreign.at(SMALL), foreign.at(LARGE));
  }

  @Test
  void threadsThatCallDuringChangesGetTheSameBits() throws Exception {
    float[] x = new float[100];
    for (int i = 0; i < x.length; i++) {
      x[i] = 1f / (i + 3);
    }
    FloatCrossings crossings = FloatCrossings.adaptive(many -> {});
    int isa = Native.gradcore_best_isa();
    OpenblasFloatReduction sum = new OpenblasFloatReduction(Kernel.SUM, isa, crossings);
    OpenblasFloatMap exp = new OpenblasFloatMap(Kernel.EXP, isa, crossings);
    double expected = sum.reduce(x, 0, null, 0, x.length, 0);
    float[] powers = new float[x.length];
    exp.map(0, x, 0, powers, 0, x.length);
    for (NativeFunction function : List.of(NativeFunction.REDUCE, NativeFunction.MAP)) {
      assertEquals(true, new ForeignFloatCrossing().prepare(function), Foreign::reason);
    }
    AtomicBoolean end = new AtomicBoolean();
    AtomicInteger wrong = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    float[] y = new float[x.length];
                    while (!end.get()) {
                      exp.map(0, x, 0, y, 0, x.length);
                      if (sum.reduce(x, 0, null, 0, x.length, 0) != expected
                          || !Arrays.equals(y, powers)) {
                        wrong.incrementAndGet();
                      }
                    }
                  }));
    }
    for (int i = 0; i < 500; i++) {
      crossings.settle(i % 2 == 0);
      Thread.sleep(1);
    }
    end.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(0, wrong.get());
  }
}
