package org.gradcore.train;

/**
 * What training has led to.
 *
 * @param parameters the parameters after the last step, laid out as the objective's
 * @param objective the objective over all rows at these parameters
 * @param epochs epochs done
 * @param steps steps done
 * @param seconds seconds that it took
 */
public record FloatTrainingResult(
    float[] parameters, double objective, int epochs, long steps, double seconds) {

  /** The parameters as doubles, for a {@link LinearModel}. */
  public double[] parametersAsDoubles() {
    return FloatTrainer.asDoubles(parameters);
  }
}
