package org.gradcore.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.testing.KernelSets;
import org.gradcore.testing.Shared;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The trajectories of torch's optimizers, on every backend. */
class TorchOptimizersTest {
  private static final double TOLERANCE = 1e-12;

  /** torch's float loop rounds in other places than one fused pass does. */
  private static final double FLOAT_TOLERANCE = 4e-7;

  @TestFactory
  List<DynamicTest> trajectories() throws IOException {
    JsonObject optimizers;
    try (Reader reader = Files.newBufferedReader(Shared.file("reference/torch.json"))) {
      optimizers = JsonParser.parseReader(reader).getAsJsonObject().getAsJsonObject("optimizers");
    }
    double[] start = numbers(optimizers.getAsJsonArray("x0"));
    double[][] gradients =
        optimizers.getAsJsonArray("grads_1d").asList().stream()
            .map(row -> numbers(row.getAsJsonArray()))
            .toArray(double[][]::new);
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonElement element : optimizers.getAsJsonArray("cases")) {
      JsonObject expected = element.getAsJsonObject();
      Optimizer optimizer =
          optimizer(
              expected.get("optimizer").getAsString(), expected.getAsJsonObject("hyperparams"));
      if (optimizer == null) {
        continue;
      }
      for (Backend backend : Backend.values()) {
        tests.add(
            DynamicTest.dynamicTest(
                backend.id() + " " + optimizer,
                () -> check(KernelSets.of(backend), optimizer, start, gradients, expected)));
      }
    }
    assertEquals(14 * Backend.values().length, tests.size());
    return tests;
  }

  /** The rule that torch describes by a name and arguments; null for rules that gradcore lacks. */
  private static Optimizer optimizer(String name, JsonObject arguments) {
    boolean decoupled =
        arguments.has("decoupled_weight_decay")
            && arguments.get("decoupled_weight_decay").getAsBoolean();
    Optimizer optimizer =
        switch (name) {
          case "SGD" -> Sgd.defaults();
          case "Adam" -> decoupled ? AdamW.defaults() : Adam.defaults();
          case "AdamW" -> AdamW.defaults();
          case "RMSprop" -> RmsProp.defaults();
          default -> null;
        };
    if (optimizer == null) {
      return null;
    }
    for (Map.Entry<String, JsonElement> argument : arguments.entrySet()) {
      if (!argument.getKey().equals("decoupled_weight_decay")) {
        optimizer = with(optimizer, argument.getKey(), argument.getValue());
      }
    }
    return optimizer;
  }

  /** Sets a component of the record by torch's name of it. */
  private static Optimizer with(Optimizer optimizer, String name, JsonElement value) {
    StringBuilder method = new StringBuilder("with");
    for (String word : (name.equals("lr") ? "learning_rate" : name).split("_")) {
      method.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    boolean flag = value.getAsJsonPrimitive().isBoolean();
    try {
      Method with =
          optimizer.getClass().getMethod(method.toString(), flag ? boolean.class : double.class);
      Object argument = flag ? (Object) value.getAsBoolean() : (Object) value.getAsDouble();
      return (Optimizer) with.invoke(optimizer, argument);
    } catch (ReflectiveOperationException e) {
      return fail("torch's argument " + name + " of " + optimizer, e);
    }
  }

  private static void check(
      Kernels kernels,
      Optimizer optimizer,
      double[] start,
      double[][] gradients,
      JsonObject expected) {
    double[] param = start.clone();
    float[] floatParam = floats(start);
    DoubleOptimizerState state = optimizer.doubleState(param.length);
    FloatOptimizerState floatState = optimizer.floatState(param.length);
    JsonArray rows = expected.getAsJsonArray("float64");
    assertEquals(gradients.length, rows.size());
    for (int t = 0; t < gradients.length; t++) {
      state.step(kernels, param, 0, gradients[t], 0);
      floatState.step(kernels, floatParam, 0, floats(gradients[t]), 0);
      double[] row = numbers(rows.get(t).getAsJsonArray());
      for (int i = 0; i < param.length; i++) {
        double error = Math.abs(param[i] - row[i]) / Math.max(1, Math.abs(row[i]));
        assertTrue(
            error <= TOLERANCE,
            String.format("step %d, parameter %d: %s, torch %s", t + 1, i, param[i], row[i]));
      }
    }
    double[] last = numbers(expected.getAsJsonArray("float32_last"));
    for (int i = 0; i < last.length; i++) {
      assertEquals(
          last[i], floatParam[i], FLOAT_TOLERANCE * Math.max(1, Math.abs(last[i])), "" + i);
    }
  }

  private static double[] numbers(JsonArray array) {
    return array.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
