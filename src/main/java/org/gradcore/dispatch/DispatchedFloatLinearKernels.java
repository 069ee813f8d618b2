package org.gradcore.dispatch;

import org.gradcore.dispatch.measure.Variants;
import org.gradcore.kernel.FloatKernelChecks;
import org.gradcore.kernel.FloatLinearKernels;
import org.gradcore.kernel.Kernel;

/** Checks the arguments of linear models' kernels and sends them to the chosen backend. */
final class DispatchedFloatLinearKernels implements FloatLinearKernels {
  private final Route<FloatLinearKernels> denseMargins;
  private final Route<FloatLinearKernels> denseLoss;
  private final Route<FloatLinearKernels> csrMargins;
  private final Route<FloatLinearKernels> csrLoss;
  private final Route<FloatLinearKernels> denseLogits;
  private final Route<FloatLinearKernels> denseSoftmax;
  private final Route<FloatLinearKernels> csrLogits;
  private final Route<FloatLinearKernels> csrSoftmax;
  private final Route<FloatLinearKernels> finishGradient;

  DispatchedFloatLinearKernels(Kernels kernels) {
    denseMargins = route(kernels, Kernel.DENSE_MARGINS);
    denseLoss = route(kernels, Kernel.DENSE_LOSS);
    csrMargins = route(kernels, Kernel.CSR_MARGINS);
    csrLoss = route(kernels, Kernel.CSR_LOSS);
    denseLogits = route(kernels, Kernel.DENSE_LOGITS);
    denseSoftmax = route(kernels, Kernel.DENSE_SOFTMAX);
    csrLogits = route(kernels, Kernel.CSR_LOGITS);
    csrSoftmax = route(kernels, Kernel.CSR_SOFTMAX);
    finishGradient = route(kernels, Kernel.FINISH_GRADIENT);
  }

  private static Route<FloatLinearKernels> route(Kernels kernels, Kernel kernel) {
    return new Route<>(
        kernels,
        kernel,
        float.class,
        Variants.count(kernel),
        candidate -> kernels.floatKernels(candidate).linear());
  }

  @Override
  public void denseMargins(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      int intercept,
      float[] out,
      int outOffset) {
    FloatKernelChecks.denseMargins(
        x,
        xOffset,
        features,
        rows,
        rowsOffset,
        firstRow,
        rowCount,
        param,
        paramOffset,
        intercept,
        out,
        outOffset);
    int variant = Variants.predictions(rows != null, intercept != 0);
    denseMargins
        .at(variant, (long) rowCount * features)
        .denseMargins(
            x,
            xOffset,
            features,
            rows,
            rowsOffset,
            firstRow,
            rowCount,
            param,
            paramOffset,
            intercept,
            out,
            outOffset);
  }

  @Override
  public double denseLoss(
      int loss,
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] param,
      int paramOffset,
      int intercept,
      double[] gradient,
      int gradientOffset,
      float[] work,
      int workOffset,
      double carry) {
    FloatKernelChecks.denseLoss(
        loss,
        x,
        xOffset,
        features,
        rows,
        rowsOffset,
        firstRow,
        rowCount,
        target,
        targetOffset,
        weight,
        weightOffset,
        param,
        paramOffset,
        intercept,
        gradient,
        gradientOffset,
        work,
        workOffset);
    int variant =
        Variants.linearLoss(loss, rows != null, weight != null, gradient != null, intercept != 0);
    return denseLoss
        .at(variant, (long) rowCount * features)
        .denseLoss(
            loss,
            x,
            xOffset,
            features,
            rows,
            rowsOffset,
            firstRow,
            rowCount,
            target,
            targetOffset,
            weight,
            weightOffset,
            param,
            paramOffset,
            intercept,
            gradient,
            gradientOffset,
            work,
            workOffset,
            carry);
  }

  @Override
  public void csrMargins(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      int intercept,
      float[] out,
      int outOffset) {
    long stored =
        FloatKernelChecks.csrMargins(
            rowPointers,
            columns,
            values,
            features,
            rows,
            rowsOffset,
            firstRow,
            rowCount,
            param,
            paramOffset,
            intercept,
            out,
            outOffset);
    int variant = Variants.predictions(rows != null, intercept != 0);
    try {
      csrMargins
          .at(variant, stored)
          .csrMargins(
              rowPointers,
              columns,
              values,
              features,
              rows,
              rowsOffset,
              firstRow,
              rowCount,
              param,
              paramOffset,
              intercept,
              out,
              outOffset);
    } catch (IndexOutOfBoundsException e) {
      throw FloatKernelChecks.badCsr(
          rowPointers, columns, values, features, rows, rowsOffset, firstRow, rowCount, e);
    }
  }

  @Override
  public double csrLoss(
      int loss,
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] param,
      int paramOffset,
      int intercept,
      double[] gradient,
      int gradientOffset,
      float[] work,
      int workOffset,
      double carry) {
    long stored =
        FloatKernelChecks.csrLoss(
            loss,
            rowPointers,
            columns,
            values,
            features,
            rows,
            rowsOffset,
            firstRow,
            rowCount,
            target,
            targetOffset,
            weight,
            weightOffset,
            param,
            paramOffset,
            intercept,
            gradient,
            gradientOffset,
            work,
            workOffset);
    int variant =
        Variants.linearLoss(loss, rows != null, weight != null, gradient != null, intercept != 0);
    try {
      return csrLoss
          .at(variant, stored)
          .csrLoss(
              loss,
              rowPointers,
              columns,
              values,
              features,
              rows,
              rowsOffset,
              firstRow,
              rowCount,
              target,
              targetOffset,
              weight,
              weightOffset,
              param,
              paramOffset,
              intercept,
              gradient,
              gradientOffset,
              work,
              workOffset,
              carry);
    } catch (IndexOutOfBoundsException e) {
      throw FloatKernelChecks.badCsr(
          rowPointers, columns, values, features, rows, rowsOffset, firstRow, rowCount, e);
    }
  }

  @Override
  public void denseLogits(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      float[] out,
      int outOffset,
      float[] work,
      int workOffset) {
    FloatKernelChecks.denseLogits(
        x,
        xOffset,
        features,
        rows,
        rowsOffset,
        firstRow,
        rowCount,
        param,
        paramOffset,
        classes,
        intercept,
        out,
        outOffset,
        work,
        workOffset);
    int variant = Variants.predictions(rows != null, intercept != 0);
    denseLogits
        .at(variant, (long) rowCount * features * classes)
        .denseLogits(
            x,
            xOffset,
            features,
            rows,
            rowsOffset,
            firstRow,
            rowCount,
            param,
            paramOffset,
            classes,
            intercept,
            out,
            outOffset,
            work,
            workOffset);
  }

  @Override
  public double denseSoftmax(
      float[] x,
      int xOffset,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      int[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      double[] gradient,
      int gradientOffset,
      float[] work,
      int workOffset,
      double carry) {
    FloatKernelChecks.denseSoftmax(
        x,
        xOffset,
        features,
        rows,
        rowsOffset,
        firstRow,
        rowCount,
        target,
        targetOffset,
        weight,
        weightOffset,
        param,
        paramOffset,
        classes,
        intercept,
        gradient,
        gradientOffset,
        work,
        workOffset);
    int variant =
        Variants.linearSoftmax(rows != null, weight != null, gradient != null, intercept != 0);
    return denseSoftmax
        .at(variant, (long) rowCount * features * classes)
        .denseSoftmax(
            x,
            xOffset,
            features,
            rows,
            rowsOffset,
            firstRow,
            rowCount,
            target,
            targetOffset,
            weight,
            weightOffset,
            param,
            paramOffset,
            classes,
            intercept,
            gradient,
            gradientOffset,
            work,
            workOffset,
            carry);
  }

  @Override
  public void csrLogits(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      float[] out,
      int outOffset,
      float[] work,
      int workOffset) {
    long stored =
        FloatKernelChecks.csrLogits(
            rowPointers,
            columns,
            values,
            features,
            rows,
            rowsOffset,
            firstRow,
            rowCount,
            param,
            paramOffset,
            classes,
            intercept,
            out,
            outOffset,
            work,
            workOffset);
    int variant = Variants.predictions(rows != null, intercept != 0);
    try {
      csrLogits
          .at(variant, stored * classes)
          .csrLogits(
              rowPointers,
              columns,
              values,
              features,
              rows,
              rowsOffset,
              firstRow,
              rowCount,
              param,
              paramOffset,
              classes,
              intercept,
              out,
              outOffset,
              work,
              workOffset);
    } catch (IndexOutOfBoundsException e) {
      throw FloatKernelChecks.badCsr(
          rowPointers, columns, values, features, rows, rowsOffset, firstRow, rowCount, e);
    }
  }

  @Override
  public double csrSoftmax(
      int[] rowPointers,
      int[] columns,
      float[] values,
      int features,
      int[] rows,
      int rowsOffset,
      int firstRow,
      int rowCount,
      int[] target,
      int targetOffset,
      float[] weight,
      int weightOffset,
      float[] param,
      int paramOffset,
      int classes,
      int intercept,
      double[] gradient,
      int gradientOffset,
      float[] work,
      int workOffset,
      double carry) {
    long stored =
        FloatKernelChecks.csrSoftmax(
            rowPointers,
            columns,
            values,
            features,
            rows,
            rowsOffset,
            firstRow,
            rowCount,
            target,
            targetOffset,
            weight,
            weightOffset,
            param,
            paramOffset,
            classes,
            intercept,
            gradient,
            gradientOffset,
            work,
            workOffset);
    int variant =
        Variants.linearSoftmax(rows != null, weight != null, gradient != null, intercept != 0);
    try {
      return csrSoftmax
          .at(variant, stored * classes)
          .csrSoftmax(
              rowPointers,
              columns,
              values,
              features,
              rows,
              rowsOffset,
              firstRow,
              rowCount,
              target,
              targetOffset,
              weight,
              weightOffset,
              param,
              paramOffset,
              classes,
              intercept,
              gradient,
              gradientOffset,
              work,
              workOffset,
              carry);
    } catch (IndexOutOfBoundsException e) {
      throw FloatKernelChecks.badCsr(
          rowPointers, columns, values, features, rows, rowsOffset, firstRow, rowCount, e);
    }
  }

  @Override
  public void finishGradient(
      double[] accumulator,
      int accumulatorOffset,
      float[] param,
      int paramOffset,
      float[] gradient,
      int gradientOffset,
      int length,
      double scale,
      double l2) {
    FloatKernelChecks.finishGradient(
        accumulator, accumulatorOffset, param, paramOffset, gradient, gradientOffset, length);
    int variant = Variants.finishGradient(l2 != 0);
    finishGradient
        .at(variant, length)
        .finishGradient(
            accumulator,
            accumulatorOffset,
            param,
            paramOffset,
            gradient,
            gradientOffset,
            length,
            scale,
            l2);
  }
}
