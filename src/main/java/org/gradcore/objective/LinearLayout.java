package org.gradcore.objective;

import java.util.Locale;

/**
 * How the parameters of a linear model lie in an array: the coefficients, outputs × features and
 * row-major, then one intercept per output if there are intercepts.
 */
record LinearLayout(int features, int outputs, boolean intercept) {
  LinearLayout {
    if (features < 0 || outputs < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d features, %d outputs: at least 0 and at least 1 are needed",
              features,
              outputs));
    }
    long count = outputs * (features + (intercept ? 1L : 0L));
    if (count > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d outputs and %d features make %d parameters: at most %d are possible",
              outputs,
              features,
              count,
              Integer.MAX_VALUE - 8));
    }
  }

  int coefficients() {
    return outputs * features;
  }

  int intercepts() {
    return intercept ? outputs : 0;
  }

  int parameterCount() {
    return coefficients() + intercepts();
  }
}
