package org.gradcore.dispatch;

import org.gradcore.dispatch.measure.Variants;
import org.gradcore.kernel.FloatElementaryKernels;
import org.gradcore.kernel.FloatKernelChecks;
import org.gradcore.kernel.Kernel;

/** Checks the arguments of elementary functions and sends them to the chosen backend. */
final class DispatchedFloatElementaryKernels implements FloatElementaryKernels {
  private final Route<FloatElementaryKernels> exp;
  private final Route<FloatElementaryKernels> log;
  private final Route<FloatElementaryKernels> log1p;
  private final Route<FloatElementaryKernels> tanh;
  private final Route<FloatElementaryKernels> sigmoid;

  DispatchedFloatElementaryKernels(Kernels kernels) {
    exp = route(kernels, Kernel.EXP);
    log = route(kernels, Kernel.LOG);
    log1p = route(kernels, Kernel.LOG1P);
    tanh = route(kernels, Kernel.TANH);
    sigmoid = route(kernels, Kernel.SIGMOID);
  }

  private static Route<FloatElementaryKernels> route(Kernels kernels, Kernel kernel) {
    return new Route<>(
        kernels,
        kernel,
        float.class,
        Variants.count(kernel),
        candidate -> kernels.floatKernels(candidate).elementary());
  }

  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {
    FloatKernelChecks.elementary(x, xOffset, y, yOffset, length);
    exp.at(0, length).exp(x, xOffset, y, yOffset, length);
  }

  @Override
  public void log(float[] x, int xOffset, float[] y, int yOffset, int length) {
    FloatKernelChecks.elementary(x, xOffset, y, yOffset, length);
    log.at(0, length).log(x, xOffset, y, yOffset, length);
  }

  @Override
  public void log1p(float[] x, int xOffset, float[] y, int yOffset, int length) {
    FloatKernelChecks.elementary(x, xOffset, y, yOffset, length);
    log1p.at(0, length).log1p(x, xOffset, y, yOffset, length);
  }

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {
    FloatKernelChecks.elementary(x, xOffset, y, yOffset, length);
    tanh.at(0, length).tanh(x, xOffset, y, yOffset, length);
  }

  @Override
  public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {
    FloatKernelChecks.elementary(x, xOffset, y, yOffset, length);
    sigmoid.at(0, length).sigmoid(x, xOffset, y, yOffset, length);
  }
}
