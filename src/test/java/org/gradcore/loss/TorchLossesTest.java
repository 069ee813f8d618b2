package org.gradcore.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
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

/** The values and gradients of torch's losses, on every backend. */
class TorchLossesTest {
  private static final double TOLERANCE = 1e-12;

  private static final Map<Reduction, String> VALUES =
      Map.of(Reduction.MEAN, "mean", Reduction.SUM, "sum", Reduction.WEIGHTED_MEAN, "mean");

  private static final Map<Reduction, String> GRADIENTS =
      Map.of(
          Reduction.NONE, "grad_of_sum_of_none",
          Reduction.MEAN, "grad_mean",
          Reduction.SUM, "grad_sum",
          Reduction.WEIGHTED_MEAN, "grad_mean");

  @TestFactory
  List<DynamicTest> losses() throws IOException {
    JsonArray cases;
    try (Reader reader = Files.newBufferedReader(Shared.file("reference/torch.json"))) {
      cases =
          JsonParser.parseReader(reader)
              .getAsJsonObject()
              .getAsJsonObject("losses")
              .getAsJsonArray("cases");
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonElement element : cases) {
      JsonObject expected = element.getAsJsonObject();
      String name = expected.get("loss").getAsString();
      JsonObject args = expected.getAsJsonObject("args");
      PointLoss rule = rule(name, args);
      if (rule == null && !(name.equals("CrossEntropyLoss") && args.isEmpty())) {
        continue;
      }
      for (Backend backend : Backend.values()) {
        for (Reduction reduction : Reduction.values()) {
          tests.add(
              DynamicTest.dynamicTest(
                  backend.id() + " " + name + " " + args + " " + reduction,
                  () -> check(KernelSets.of(backend), rule, reduction, expected)));
        }
      }
    }
    return tests;
  }

  /** The loss of one prediction that is torch's; null if there is none. */
  private static PointLoss rule(String name, JsonObject args) {
    return switch (name) {
      case "MSELoss" -> new SquaredError();
      case "BCEWithLogitsLoss" -> args.isEmpty() ? new Logistic() : null;
      case "HuberLoss" -> new Huber(args.get("delta").getAsDouble());
      default -> null;
    };
  }

  /** Without a rule, it is the softmax cross-entropy. */
  private static void check(
      Kernels kernels, PointLoss rule, Reduction reduction, JsonObject expected) {
    double[] input = numbers(expected.getAsJsonArray("input"));
    double[] target = numbers(expected.getAsJsonArray("target"));
    int n = target.length;
    double[] loss = new double[n];
    double[] gradient = new double[input.length];
    double value;
    if (rule == null) {
      int[] classes = new int[n];
      for (int i = 0; i < n; i++) {
        classes[i] = (int) target[i];
      }
      DoubleClassLoss softmax = DoubleClassLoss.of(kernels, new SoftmaxCrossEntropy(), reduction);
      softmax.classes(input.length / n).losses(loss, 0);
      value = softmax.evaluate(input, classes, gradient);
    } else {
      value =
          DoubleLoss.of(kernels, rule, reduction).losses(loss, 0).evaluate(input, target, gradient);
    }
    close(numbers(expected.getAsJsonArray("none")), loss);
    close(numbers(expected.getAsJsonArray(GRADIENTS.get(reduction))), gradient);
    String key = VALUES.getOrDefault(reduction, "sum");
    close(new double[] {expected.get(key).getAsDouble()}, new double[] {value});
  }

  private static void close(double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], TOLERANCE * Math.max(1, Math.abs(expected[i])), "" + i);
    }
  }

  /** The numbers of an array, or of an array of arrays, in order. */
  private static double[] numbers(JsonArray array) {
    return array.asList().stream()
        .flatMap(e -> e.isJsonArray() ? e.getAsJsonArray().asList().stream() : List.of(e).stream())
        .mapToDouble(JsonElement::getAsDouble)
        .toArray();
  }
}
