package org.gradcore.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.gradcore.kernel.DoubleDouble.Scaled;
import org.gradcore.kernel.scalar.DoubleMath;
import org.gradcore.kernel.scalar.FloatMath;
import org.gradcore.kernel.vector.Lanes;
import org.gradcore.kernel.vector.VectorDoubleMath;
import org.gradcore.kernel.vector.VectorFloatMath;

/**
 * The elementary functions with both Java implementations, references and the bounds that the
 * Javadoc of FloatMath and DoubleMath states. Array lengths are multiples of the lane count. Each
 * loop names its function, so that it is compiled for that function alone.
 */
enum MathFunction {
  EXP(0.90, 0.92) {
    @Override
    void scalar(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = FloatMath.exp(x[i]);
      }
    }

    @Override
    void scalar(double[] x, double[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = DoubleMath.exp(x[i]);
      }
    }

    @Override
    void vector(float[] x, float[] y) {
      for (int i = 0; i < x.length; i += FLOATS.length()) {
        VectorFloatMath.exp(FloatVector.fromArray(FLOATS, x, i)).intoArray(y, i);
      }
    }

    @Override
    void vector(double[] x, double[] y) {
      for (int i = 0; i < x.length; i += DOUBLES.length()) {
        VectorDoubleMath.exp(DoubleVector.fromArray(DOUBLES, x, i)).intoArray(y, i);
      }
    }

    @Override
    void reference(float[] x, double[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = expReference(x[i]);
      }
    }

    @Override
    Scaled exact(double x) {
      return DoubleDouble.exp(x);
    }
  },

  LOG(0.95, 0.92) {
    @Override
    void scalar(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = FloatMath.log(x[i]);
      }
    }

    @Override
    void scalar(double[] x, double[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = DoubleMath.log(x[i]);
      }
    }

    @Override
    void vector(float[] x, float[] y) {
      for (int i = 0; i < x.length; i += FLOATS.length()) {
        VectorFloatMath.log(FloatVector.fromArray(FLOATS, x, i)).intoArray(y, i);
      }
    }

    @Override
    void vector(double[] x, double[] y) {
      for (int i = 0; i < x.length; i += DOUBLES.length()) {
        VectorDoubleMath.log(DoubleVector.fromArray(DOUBLES, x, i)).intoArray(y, i);
      }
    }

    @Override
    void reference(float[] x, double[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = x[i] < 0.0f ? Double.NaN : Math.log((double) x[i]);
      }
    }

    @Override
    Scaled exact(double x) {
      return new Scaled(DoubleDouble.log(x), 0);
    }
  },

  LOG1P(0.95, 0.93) {
    @Override
    void scalar(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = FloatMath.log1p(x[i]);
      }
    }

    @Override
    void scalar(double[] x, double[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = DoubleMath.log1p(x[i]);
      }
    }

    @Override
    void vector(float[] x, float[] y) {
      for (int i = 0; i < x.length; i += FLOATS.length()) {
        VectorFloatMath.log1p(FloatVector.fromArray(FLOATS, x, i)).intoArray(y, i);
      }
    }

    @Override
    void vector(double[] x, double[] y) {
      for (int i = 0; i < x.length; i += DOUBLES.length()) {
        VectorDoubleMath.log1p(DoubleVector.fromArray(DOUBLES, x, i)).intoArray(y, i);
      }
    }

    @Override
    void reference(float[] x, double[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = log1pReference(x[i]);
      }
    }

    @Override
    Scaled exact(double x) {
      return new Scaled(DoubleDouble.log1p(x), 0);
    }
  },

  TANH(1.51, 1.6) {
    @Override
    void scalar(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = FloatMath.tanh(x[i]);
      }
    }

    @Override
    void scalar(double[] x, double[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = DoubleMath.tanh(x[i]);
      }
    }

    @Override
    void vector(float[] x, float[] y) {
      for (int i = 0; i < x.length; i += FLOATS.length()) {
        VectorFloatMath.tanh(FloatVector.fromArray(FLOATS, x, i)).intoArray(y, i);
      }
    }

    @Override
    void vector(double[] x, double[] y) {
      for (int i = 0; i < x.length; i += DOUBLES.length()) {
        VectorDoubleMath.tanh(DoubleVector.fromArray(DOUBLES, x, i)).intoArray(y, i);
      }
    }

    @Override
    void reference(float[] x, double[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = tanhReference(x[i]);
      }
    }

    @Override
    Scaled exact(double x) {
      return new Scaled(DoubleDouble.tanh(x), 0);
    }
  },

  SIGMOID(2.41, 2.5) {
    @Override
    void scalar(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = FloatMath.sigmoid(x[i]);
      }
    }

    @Override
    void scalar(double[] x, double[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = DoubleMath.sigmoid(x[i]);
      }
    }

    @Override
    void vector(float[] x, float[] y) {
      for (int i = 0; i < x.length; i += FLOATS.length()) {
        VectorFloatMath.sigmoid(FloatVector.fromArray(FLOATS, x, i)).intoArray(y, i);
      }
    }

    @Override
    void vector(double[] x, double[] y) {
      for (int i = 0; i < x.length; i += DOUBLES.length()) {
        VectorDoubleMath.sigmoid(DoubleVector.fromArray(DOUBLES, x, i)).intoArray(y, i);
      }
    }

    @Override
    void reference(float[] x, double[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = 1.0 / (1.0 + expReference(-x[i]));
      }
    }

    @Override
    Scaled exact(double x) {
      return DoubleDouble.sigmoid(x);
    }
  };

  private static final VectorShape SHAPE = VectorShape.forBitSize(Lanes.BITS);
  private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
  private static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, SHAPE);

  /** The maximum error in ulp. */
  final double floatBound;

  final double doubleBound;

  MathFunction(double floatBound, double doubleBound) {
    this.floatBound = floatBound;
    this.doubleBound = doubleBound;
  }

  abstract void scalar(float[] x, float[] y);

  abstract void scalar(double[] x, double[] y);

  abstract void vector(float[] x, float[] y);

  abstract void vector(double[] x, double[] y);

  /** The values for float arguments, good to much less than 0.01 ulp of a float. */
  abstract void reference(float[] x, double[] y);

  /** The value, good to much less than 0.01 ulp of a double; x is finite and the value too. */
  abstract Scaled exact(double x);

  // The references below spare Math's function where a few terms of a series are enough, which is
  // at about half of all floats.

  private static double expReference(double x) {
    if (Math.abs(x) < 0x1p-20) {
      return 1.0 + x + 0.5 * x * x;
    }
    return x > 200.0 ? Double.POSITIVE_INFINITY : x < -200.0 ? 0.0 : Math.exp(x);
  }

  private static double log1pReference(double x) {
    if (Math.abs(x) < 0x1p-20) {
      return x - x * x * (0.5 - x * (1.0 / 3.0));
    }
    // 1 + x is exact for a float x of this size, or so large that rounding does not matter.
    return x < -1.0 ? Double.NaN : Math.log(1.0 + x);
  }

  private static double tanhReference(double x) {
    if (Math.abs(x) < 0x1p-8) {
      double z = x * x;
      return x - x * z * (1.0 / 3.0 - z * (2.0 / 15.0 - z * (17.0 / 315.0)));
    }
    return Math.abs(x) > 20.0 ? Math.signum(x) : 1.0 - 2.0 / (Math.exp(2.0 * x) + 1.0);
  }
}
