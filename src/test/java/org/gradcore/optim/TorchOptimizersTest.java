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
import java.util.Set;
import java.util.TreeSet;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.testing.KernelSets;
import org.gradcore.testing.Shared;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The trajectories of torch's optimizers, on every backend. */
class TorchOptimizersTest {
  private static final double TOLERANCE = 1e-12;

  /** torch keeps a number of these in float. */
  private static final Map<String, Double> TOLERANCES = Map.of("NAdam", 1e-9, "ASGD", 1e-8);

  /** torch's float loop rounds in other places than one fused pass does. */
  private static final double FLOAT_TOLERANCE = 4e-7;

  /** Optimizers of torch.json that gradcore does not have yet. */
  private static final Set<String> TO_COME = Set.of("Adafactor", "Muon");

  /** The components that torch's arguments are, where they are not the same name in camel case. */
  private static final Map<String, List<String>> COMPONENTS =
      Map.of(
          "lr", List.of("learningRate"),
          "eps", List.of("epsilon"),
          "betas", List.of("beta1", "beta2"),
          "lambd", List.of("lambda"),
          "decoupled_weight_decay", List.of("decoupled"));

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
    Set<String> missing = new TreeSet<>();
    for (JsonElement element : optimizers.getAsJsonArray("cases")) {
      JsonObject expected = element.getAsJsonObject();
      Optimizer optimizer =
          optimizer(
              expected.get("optimizer").getAsString(), expected.getAsJsonObject("hyperparams"));
      if (optimizer == null) {
        missing.add(expected.get("optimizer").getAsString());
        continue;
      }
      for (Backend backend : Backend.values()) {
        tests.add(
            DynamicTest.dynamicTest(
                backend.id() + " " + optimizer,
                () -> check(KernelSets.of(backend), optimizer, start, gradients, expected)));
      }
    }
    assertEquals(TO_COME, missing, "optimizers of torch that are not tested");
    return tests;
  }

  /** The rule that torch describes by a name and arguments; null for rules that gradcore lacks. */
  private static Optimizer optimizer(String name, JsonObject arguments) {
    boolean decoupledAdam =
        name.equals("Adam")
            && arguments.has("decoupled_weight_decay")
            && arguments.get("decoupled_weight_decay").getAsBoolean();
    Optimizer optimizer = null;
    for (Optimizer candidate : Optimizers.all()) {
      String known = candidate.getClass().getSimpleName();
      optimizer = known.equalsIgnoreCase(decoupledAdam ? "AdamW" : name) ? candidate : optimizer;
    }
    if (optimizer == null) {
      return null;
    }
    for (Map.Entry<String, JsonElement> argument : arguments.entrySet()) {
      if (!decoupledAdam || !argument.getKey().equals("decoupled_weight_decay")) {
        List<String> components =
            COMPONENTS.getOrDefault(argument.getKey(), List.of(camel(argument.getKey())));
        JsonElement value = argument.getValue();
        for (int i = 0; i < components.size(); i++) {
          optimizer =
              with(
                  optimizer,
                  components.get(i),
                  value.isJsonArray() ? value.getAsJsonArray().get(i) : value);
        }
      }
    }
    return optimizer;
  }

  private static String camel(String snake) {
    StringBuilder camel = new StringBuilder();
    for (String word : snake.split("_")) {
      camel.append(
          camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return camel.toString();
  }

  /** Sets a component of the record. */
  private static Optimizer with(Optimizer optimizer, String component, JsonElement value) {
    String method = "with" + Character.toUpperCase(component.charAt(0)) + component.substring(1);
    boolean flag = value.getAsJsonPrimitive().isBoolean();
    try {
      Method with = optimizer.getClass().getMethod(method, flag ? boolean.class : double.class);
      Object argument = flag ? (Object) value.getAsBoolean() : (Object) value.getAsDouble();
      return (Optimizer) with.invoke(optimizer, argument);
    } catch (ReflectiveOperationException e) {
      return fail("torch's argument " + component + " of " + optimizer, e);
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
    double tolerance = TOLERANCES.getOrDefault(expected.get("optimizer").getAsString(), TOLERANCE);
    JsonArray rows = expected.getAsJsonArray("float64");
    assertEquals(gradients.length, rows.size());
    for (int t = 0; t < gradients.length; t++) {
      state.step(kernels, param, 0, gradients[t], 0);
      floatState.step(kernels, floatParam, 0, floats(gradients[t]), 0);
      double[] row = numbers(rows.get(t).getAsJsonArray());
      for (int i = 0; i < param.length; i++) {
        double error = Math.abs(param[i] - row[i]) / Math.max(1, Math.abs(row[i]));
        assertTrue(
            error <= tolerance,
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
