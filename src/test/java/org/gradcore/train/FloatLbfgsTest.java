package org.gradcore.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.objective.FloatObjective;
import org.gradcore.testing.KernelSets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** L-BFGS on functions whose minima are known. {@link OptimaTest} has real data. */
class FloatLbfgsTest {
  private static final Kernels SCALAR = Kernels.of(Backend.SCALAR);

  /** A function of its parameters alone. */
  private abstract static class Function implements FloatObjective {
    private final int length;

    Function(int length) {
      this.length = length;
    }

    /** The value; the gradient goes into an array. */
    abstract double at(float[] x, double[] gradient);

    @Override
    public int parameterCount() {
      return length;
    }

    @Override
    public int rows() {
      return 1;
    }

    @Override
    public double evaluate(
        int[] rows,
        int rowsOffset,
        int firstRow,
        int rowCount,
        float[] param,
        int paramOffset,
        float[] gradient,
        int gradientOffset) {
      double[] sums = new double[length];
      double value = at(param, sums);
      for (int i = 0; gradient != null && i < length; i++) {
        gradient[gradientOffset + i] = (float) sums[i];
      }
      return value;
    }
  }

  /** Rosenbrock's function: a curved valley from (0, 0) to the minimum 0 at (1, 1). */
  private static final class Valley extends Function {
    Valley() {
      super(2);
    }

    @Override
    double at(float[] x, double[] gradient) {
      double a = x[1] - (double) x[0] * x[0];
      double b = 1 - (double) x[0];
      gradient[0] = -400 * a * x[0] - 2 * b;
      gradient[1] = 200 * a;
      return 100 * a * a + b * b;
    }
  }

  /** Σ i (x_i - i)²/2 for i from 1: its minimum is 0 at x_i = i. */
  private static final class Bowl extends Function {
    Bowl(int length) {
      super(length);
    }

    @Override
    double at(float[] x, double[] gradient) {
      double value = 0;
      for (int i = 0; i < gradient.length; i++) {
        double difference = x[i] - (i + 1.0);
        gradient[i] = (i + 1) * difference;
        value += (i + 1) * difference * difference / 2;
      }
      return value;
    }
  }

  @Test
  void followsACurvedValley() {
    FloatLbfgsResult result =
        FloatLbfgs.minimize(
            new Valley(),
            LbfgsOptions.defaults().withGradientTolerance(1e-3),
            SCALAR,
            TrainingListener.NONE);
    assertEquals(LbfgsStop.GRADIENT, result.stop());
    assertArrayEquals(new double[] {1, 1}, result.parametersAsDoubles(), 5e-3);
    assertTrue(result.gradientNorm() <= 1e-3);
    assertTrue(result.iterations() < 60, result.toString());
    assertTrue(result.evaluations() < 90, result.toString());
  }

  @ParameterizedTest
  @EnumSource(Backend.class)
  void findsTheBottomOfABowl(Backend backend) {
    int length = 100;
    List<Double> objectives = new ArrayList<>();
    FloatLbfgsResult result =
        FloatLbfgs.minimize(
            new Bowl(length),
            LbfgsOptions.defaults().withGradientTolerance(1e-2),
            KernelSets.of(backend),
            (epoch, step, objective, seconds) -> objectives.add(objective));
    assertEquals(LbfgsStop.GRADIENT, result.stop());
    for (int i = 0; i < length; i++) {
      assertEquals(i + 1, result.parameters()[i], 0.01 / (i + 1) + 1e-5);
    }
    assertEquals(result.iterations(), objectives.size());
    for (int i = 1; i < objectives.size(); i++) {
      assertTrue(objectives.get(i) < objectives.get(i - 1), "every step goes down");
    }
    assertEquals(result.objective(), objectives.getLast());
  }

  @Test
  void allBackendsGiveTheSameBits() {
    float[] expected = bowl(Kernels.of(Backend.SCALAR));
    for (Backend backend : Backend.values()) {
      assertArrayEquals(expected, bowl(KernelSets.of(backend)), backend.id());
    }
  }

  private static float[] bowl(Kernels kernels) {
    LbfgsOptions options = LbfgsOptions.defaults().withMaxIterations(7).withHistory(3);
    return FloatLbfgs.minimize(new Bowl(77), options, kernels, TrainingListener.NONE).parameters();
  }

  @Test
  void stopsWhereNothingIsToBeGained() {
    FloatLbfgsResult result =
        FloatLbfgs.minimize(
            new Bowl(50),
            LbfgsOptions.defaults().withGradientTolerance(0),
            SCALAR,
            TrainingListener.NONE);
    assertTrue(result.stop() != LbfgsStop.ITERATIONS, result.toString());
    assertEquals(50, result.parameters()[49], 1e-4);
  }

  @Test
  void stopsAfterTheIterations() {
    FloatLbfgsResult result =
        FloatLbfgs.minimize(
            new Valley(),
            LbfgsOptions.defaults().withMaxIterations(3),
            SCALAR,
            TrainingListener.NONE);
    assertEquals(LbfgsStop.ITERATIONS, result.stop());
    assertEquals(3, result.iterations());
  }

  @Test
  void anObjectiveThatIsNotFiniteIsRefused() {
    Function broken =
        new Function(1) {
          @Override
          double at(float[] x, double[] gradient) {
            return Double.NaN;
          }
        };
    DivergenceException thrown =
        assertThrows(
            DivergenceException.class,
            () ->
                FloatLbfgs.minimize(
                    broken, LbfgsOptions.defaults(), SCALAR, TrainingListener.NONE));
    assertTrue(thrown.getMessage().contains("the objective is NaN"), thrown.getMessage());
  }

  @Test
  void optionsAreChecked() {
    LbfgsOptions defaults = LbfgsOptions.defaults();
    assertThrows(IllegalArgumentException.class, () -> defaults.withHistory(0));
    assertThrows(IllegalArgumentException.class, () -> defaults.withMaxIterations(0));
    assertThrows(IllegalArgumentException.class, () -> defaults.withGradientTolerance(-1));
    assertThrows(IllegalArgumentException.class, () -> defaults.withGradientTolerance(Double.NaN));
  }
}
