package org.gradcore.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Hyper-parameters out of range are refused, by name and with what was given. */
class OptimizerTest {
  private static final double[] NOT_NON_NEGATIVE = {
    Double.NaN, -1e-9, -1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY
  };
  private static final double[] OUT_OF_ALL = {
    Double.NaN, -1e-9, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY
  };
  private static final double[] NO_FRACTION = {
    Double.NaN, -1e-9, Math.nextUp(1.0), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY
  };
  private static final double[] NO_DECAY_RATE = {
    Double.NaN, -1e-9, 1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY
  };

  private static void refused(String name, double[] values, DoubleFunction<Optimizer> with) {
    for (double value : values) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> with.apply(value), name + " " + value);
      assertTrue(e.getMessage().startsWith(name + " " + value + ":"), e.getMessage());
    }
  }

  @Test
  void learningRates() {
    for (Optimizer optimizer :
        List.of(Sgd.defaults(), Adam.defaults(), AdamW.defaults(), RmsProp.defaults())) {
      refused("learningRate", NOT_NON_NEGATIVE, optimizer::withLearningRate);
      assertEquals(0, optimizer.withLearningRate(0).learningRate());
      assertEquals(0.3, optimizer.withLearningRate(0.3).learningRate());
    }
  }

  /** Every number of every optimizer refuses NaN and infinity, negative numbers, and says which. */
  @TestFactory
  List<DynamicTest> everyNumber() {
    return Optimizers.all().stream()
        .flatMap(
            optimizer ->
                Arrays.stream(optimizer.getClass().getRecordComponents())
                    .filter(component -> component.getType() == double.class)
                    .map(
                        component ->
                            DynamicTest.dynamicTest(
                                optimizer.getClass().getSimpleName() + "." + component.getName(),
                                () ->
                                    refused(
                                        component.getName(),
                                        OUT_OF_ALL,
                                        with(optimizer, component)))))
        .toList();
  }

  /** The method that changes a component; what it throws is thrown. */
  private static DoubleFunction<Optimizer> with(Optimizer optimizer, RecordComponent component) {
    String name = component.getName();
    String with = "with" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return value -> {
      try {
        return (Optimizer)
            optimizer.getClass().getMethod(with, double.class).invoke(optimizer, value);
      } catch (InvocationTargetException e) {
        throw (IllegalArgumentException) e.getCause();
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    };
  }

  /** An optimizer's method changes its component, and no other. */
  @TestFactory
  List<DynamicTest> everyFlag() {
    return Optimizers.all().stream()
        .map(
            optimizer ->
                DynamicTest.dynamicTest(
                    optimizer.toString(),
                    () -> {
                      String flipped =
                          optimizer.toString().replace("maximize=false", "maximize=true");
                      Object ascending =
                          optimizer
                              .getClass()
                              .getMethod("withMaximize", boolean.class)
                              .invoke(optimizer, true);
                      assertEquals(flipped, ascending.toString());
                    }))
        .toList();
  }

  @Test
  void rprop() {
    Rprop rprop = Rprop.defaults();
    refused("etaMinus", new double[] {0, 1}, rprop::withEtaMinus);
    refused("etaPlus", new double[] {1, 0.5}, rprop::withEtaPlus);
    refused("greatestStep", new double[] {1e-7}, rprop::withGreatestStep);
  }

  @Test
  void optionsThatDoNotGoTogether() {
    assertThrows(IllegalArgumentException.class, () -> Adam.keras().withCorrectedAmsgrad(true));
    assertThrows(IllegalArgumentException.class, () -> AdamW.optax().withEpsilonHat(true));
    assertThrows(
        IllegalArgumentException.class, () -> Sgd.keras().withMomentum(0.9).withDampening(0.1));
    assertThrows(IllegalArgumentException.class, () -> Ftrl.defaults().withLearningRate(0));
  }

  @Test
  void sgd() {
    Sgd sgd = Sgd.defaults();
    assertEquals(new Sgd(1e-3, 0, 0, false, 0, false, false), sgd);
    refused("momentum", NO_FRACTION, sgd::withMomentum);
    refused("dampening", NO_FRACTION, sgd::withDampening);
    refused("weightDecay", NOT_NON_NEGATIVE, sgd::withWeightDecay);
    assertThrows(IllegalArgumentException.class, () -> sgd.withNesterov(true));
    assertThrows(
        IllegalArgumentException.class,
        () -> sgd.withMomentum(0.9).withDampening(0.1).withNesterov(true));
    assertEquals(
        new Sgd(0.1, 0.9, 0, true, 0.2, false, true),
        sgd.withLearningRate(0.1)
            .withMomentum(0.9)
            .withNesterov(true)
            .withWeightDecay(0.2)
            .withMaximize(true));
  }

  @Test
  void adam() {
    Adam adam = Adam.defaults();
    assertEquals(new Adam(1e-3, 0.9, 0.999, 1e-8, 0, false, false, false, false), adam);
    refused("beta1", NO_DECAY_RATE, adam::withBeta1);
    refused("beta2", NO_DECAY_RATE, adam::withBeta2);
    refused("epsilon", NOT_NON_NEGATIVE, adam::withEpsilon);
    refused("weightDecay", NOT_NON_NEGATIVE, adam::withWeightDecay);
    assertEquals(
        new Adam(0.1, 0.8, 0.99, 1e-6, 0.2, true, false, false, true),
        adam.withLearningRate(0.1)
            .withBeta1(0.8)
            .withBeta2(0.99)
            .withEpsilon(1e-6)
            .withWeightDecay(0.2)
            .withAmsgrad(true)
            .withMaximize(true));
  }

  @Test
  void adamW() {
    AdamW adamW = AdamW.defaults();
    assertEquals(new AdamW(1e-3, 0.9, 0.999, 1e-8, 0.01, false, false, false, false), adamW);
    refused("beta1", NO_DECAY_RATE, adamW::withBeta1);
    refused("beta2", NO_DECAY_RATE, adamW::withBeta2);
    refused("epsilon", NOT_NON_NEGATIVE, adamW::withEpsilon);
    refused("weightDecay", NOT_NON_NEGATIVE, adamW::withWeightDecay);
    assertEquals(
        new AdamW(0.1, 0.8, 0.99, 1e-6, 0.2, true, false, false, true),
        adamW
            .withLearningRate(0.1)
            .withBeta1(0.8)
            .withBeta2(0.99)
            .withEpsilon(1e-6)
            .withWeightDecay(0.2)
            .withAmsgrad(true)
            .withMaximize(true));
  }

  @Test
  void rmsProp() {
    RmsProp rmsProp = RmsProp.defaults();
    assertEquals(new RmsProp(0.01, 0.99, 1e-8, 0, 0, false, false, false, false, false), rmsProp);
    refused("alpha", NO_DECAY_RATE, rmsProp::withAlpha);
    refused("epsilon", NOT_NON_NEGATIVE, rmsProp::withEpsilon);
    refused("weightDecay", NOT_NON_NEGATIVE, rmsProp::withWeightDecay);
    refused("momentum", NO_FRACTION, rmsProp::withMomentum);
    assertEquals(
        new RmsProp(0.1, 0.9, 1e-6, 0.2, 0.5, true, false, false, false, true),
        rmsProp
            .withLearningRate(0.1)
            .withAlpha(0.9)
            .withEpsilon(1e-6)
            .withWeightDecay(0.2)
            .withMomentum(0.5)
            .withCentered(true)
            .withMaximize(true));
  }
}
