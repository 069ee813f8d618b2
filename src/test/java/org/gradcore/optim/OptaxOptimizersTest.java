package org.gradcore.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.testing.KernelSets;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The trajectories of optax' and Keras' optimizers, on every backend. A new one is a row of
 * optax.json.
 */
class OptaxOptimizersTest {
  private static final double TOLERANCE = 1e-12;
  private static final double FLOAT_TOLERANCE = 1e-6;

  /** optax.json. */
  private record Figures(double[] start, double[][] gradients, List<Case> cases) {}

  /**
   * A trajectory.
   *
   * @param optimizer a record of this package
   * @param preset the method that gives what the components change; null for {@code defaults}
   * @param components those of its components that are others
   * @param steps the parameters after each step
   * @param arrays arrays of the state after the last step; null for none
   */
  private record Case(
      String optimizer,
      String preset,
      Map<String, Object> components,
      double[][] steps,
      Map<String, double[]> arrays) {
    Optimizer create() throws ReflectiveOperationException {
      Class<?> type = Class.forName(Case.class.getPackageName() + "." + optimizer);
      Object defaults = type.getMethod(preset == null ? "defaults" : preset).invoke(null);
      RecordComponent[] all = type.getRecordComponents();
      Object[] values = new Object[all.length];
      Class<?>[] types = new Class<?>[all.length];
      int given = 0;
      for (int i = 0; i < all.length; i++) {
        given += components.containsKey(all[i].getName()) ? 1 : 0;
        values[i] =
            components.getOrDefault(all[i].getName(), all[i].getAccessor().invoke(defaults));
        types[i] = all[i].getType();
      }
      assertEquals(components.size(), given, "components of " + optimizer + ": " + components);
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      return (Optimizer) canonical.newInstance(values);
    }
  }

  @TestFactory
  List<DynamicTest> trajectories() throws IOException, ReflectiveOperationException {
    Figures figures;
    try (Reader reader =
        new InputStreamReader(
            OptaxOptimizersTest.class.getResourceAsStream("optax.json"), StandardCharsets.UTF_8)) {
      figures = new Gson().fromJson(reader, Figures.class);
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (Case expected : figures.cases) {
      Optimizer optimizer = expected.create();
      for (Backend backend : Backend.values()) {
        tests.add(
            DynamicTest.dynamicTest(
                backend.id() + " " + optimizer,
                () -> check(KernelSets.of(backend), optimizer, figures, expected)));
      }
    }
    return tests;
  }

  private static void check(Kernels kernels, Optimizer optimizer, Figures figures, Case figure) {
    double[][] expected = figure.steps;
    double[] param = figures.start.clone();
    float[] floatParam = floats(param);
    DoubleOptimizerState state = optimizer.doubleState(param.length);
    FloatOptimizerState floatState = optimizer.floatState(param.length);
    assertEquals(figures.gradients.length, expected.length);
    for (int t = 0; t < expected.length; t++) {
      state.step(kernels, param, 0, figures.gradients[t], 0);
      floatState.step(kernels, floatParam, 0, floats(figures.gradients[t]), 0);
      for (int i = 0; i < param.length; i++) {
        double scale = Math.max(1, Math.abs(expected[t][i]));
        String where = "step " + (t + 1) + ", parameter " + i;
        assertEquals(expected[t][i], param[i], TOLERANCE * scale, where);
        assertEquals(expected[t][i], floatParam[i], FLOAT_TOLERANCE * scale, where);
      }
    }
    if (figure.arrays != null) {
      figure.arrays.forEach(
          (name, values) -> {
            double[] array = new double[param.length];
            state.copy(name, array, 0);
            assertArrayEquals(values, array, 10 * TOLERANCE, name);
          });
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
